import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { desktop, phone } from '../fixtures/browser';
import { megan, signIn } from '../fixtures/people';
import { fold, sections, tabTo } from '../fixtures/settings';

test.use({ viewport: phone, hasTouch: true });

test('on a phone the sections are folded away above the page, and lead on by the keyboard', async ({ page, app }) => {
  await signIn(page, app, megan);
  await page.goto('/settings/limits');
  const links = sections(page).getByRole('link');
  await expect(fold(page)).toHaveText('Limits');
  await expect(links).toHaveCount(0);
  await tabTo(page, fold(page));
  await page.keyboard.press('Enter');
  await expect(links.filter({ hasText: 'Limits' })).toHaveAttribute('aria-current', 'page');
  await expectAccessible(page);
  await tabTo(page, links.filter({ hasText: 'Look' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Look' })).toBeVisible();
  await expect(fold(page)).toHaveText('Look');
  await expect(links).toHaveCount(0);

  // Where there is room the list stands beside the page.
  await page.setViewportSize(desktop);
  await expect(fold(page)).toBeHidden();
  await expect(links.filter({ hasText: 'Look' })).toHaveAttribute('aria-current', 'page');
});
