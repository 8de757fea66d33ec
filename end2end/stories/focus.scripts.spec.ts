import { type App, expect, test } from '../fixtures/app';
import { whileInvitesFrom } from '../fixtures/emulator';
import { expectFocusInSight } from '../fixtures/focus';
import { diego, megan, signIn } from '../fixtures/people';
import { alive, items, someone } from '../fixtures/sharing';
import type { Page } from '@playwright/test';

/** Shares that are refused behind the sharer's back: each leaves a toast that stays. */
async function collectTrouble(page: Page, app: App, count: number): Promise<void> {
  await whileInvitesFrom(app, 'none', async () => {
    for (let sent = 0; sent < count; sent += 1) {
      const item = items.noise;
      await page.goto(`${item.path}/share`);
      const settled = await page.evaluate(
        async ([address]) => {
          const form = document.querySelector<HTMLFormElement>('#share-form')!;
          const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
          body.set('form[address]', address!);
          // Behind the back of the page, which keeps the key of a form that it has not seen accepted.
          body.set('form[key]', crypto.randomUUID());
          const post = async (url: string, fields: URLSearchParams) => {
            const answer = await fetch(url, { method: 'POST', body: fields, headers: { accept: 'application/json' } });
            return answer.json();
          };
          const { share } = await post(form.action, body);
          for (let asked = 0; asked < 60; asked += 1) {
            const progress = await post('/api/share/progress', new URLSearchParams({ share }));
            if (progress.settled) return true;
          }
          return false;
        },
        [someone('northwind.example')],
      );
      expect(settled).toBe(true);
    }
  });
}

test('nothing that has the focus lies beneath toasts, on any page', async ({ page, app }) => {
  test.slow();
  const phone = test.info().project.name === 'phone';
  await signIn(page, app, diego);
  await collectTrouble(page, app, 4);
  await page.goto('/invitations');
  const one = await page.locator('a[href^="/invitations/"]').first().getAttribute('href');
  for (const path of ['/', '/items', items.report.path, '/invitations', one!]) {
    await page.goto(path);
    if ((await page.locator('script[data-island]').count()) > 0) await alive(page);
    const toasts = page.getByRole('region', { name: 'Notifications' });
    await expect(toasts.getByRole('listitem').filter({ visible: true })).toHaveCount(phone ? 1 : 3);
    await expect(toasts.getByRole('link', { name: phone ? /^\+3/ : '1 more notification' })).toBeVisible();
    expect(await expectFocusInSight(page), path).toBeGreaterThan(5);
    // Last: a trial click scrolls to the button, and from there the focus would go on.
    const main = page.getByRole('main').locator('.button-primary').first();
    if (await main.isVisible()) await main.click({ trial: true });
  }
  // A page of trouble has no toasts, so nothing can lie beneath them.
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { name: 'We can’t find this page' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Notifications' })).toHaveCount(0);
});

test('nothing that has the focus lies beneath the bar that saves settings', async ({ page, app }) => {
  test.slow();
  await signIn(page, app, megan);
  for (const path of ['/settings/inviting', '/settings/permissions', '/settings/look']) {
    await page.goto(path);
    await alive(page);
    expect(await expectFocusInSight(page), path).toBeGreaterThan(5);
  }
  await page.goto('/settings/limits');
  await alive(page);
  await page.getByLabel('Keep trying').fill('45');
  await expect(page.getByText('1 change isn’t saved yet.')).toBeVisible();
  // The bar is never higher.
  await page.getByText('What will change', { exact: true }).click();
  await page.locator('.skip').focus();
  expect(await expectFocusInSight(page), 'with what is not saved').toBeGreaterThan(5);
});
