import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { megan, signIn } from '../fixtures/people';
import { alive } from '../fixtures/sharing';

test('a setting is judged while it is typed, and what would change is in sight', async ({ page, app }) => {
  await signIn(page, app, megan);
  await page.goto('/settings/limits');
  await alive(page);
  const retry = page.getByLabel('Keep trying');
  await retry.fill('soon');
  await expect(page.getByText('Write a whole number, in digits only.')).toBeVisible();
  await expect(retry).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Something isn’t right yet')).toBeVisible();
  await expectAccessible(page);

  await retry.fill('45');
  await expect(page.getByText('1 change isn’t saved yet.')).toBeVisible();
  await expect(page.getByText('Write a whole number, in digits only.')).toBeHidden();
  await expect(retry).not.toHaveAttribute('aria-invalid', 'true');
  await page.getByText('What will change', { exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Keep trying' })).toContainText('45 minutes');
  await expectAccessible(page);

  await retry.fill('360');
  await expect(page.getByText('1 change isn’t saved yet.')).toBeHidden();
});

test('a mail of our own is read while its text is typed', async ({ page, app }) => {
  await signIn(page, app, megan);
  await page.goto('/settings/mail');
  await alive(page);
  const text = page.locator('#setting-en-text');
  await text.fill('Dear {inviter}, <b>bold</b>');
  await expect(page.locator('#setting-en-text-trouble')).toContainText('link');
  await text.fill('Hello from {inviter}, <b>bold</b>: {link}');
  await expect(page.locator('[data-mail="en"]')).toContainText('Hello from Megan Bowen, <b>bold</b>: http');
  await expect(page.getByText('as it is typed above')).toBeVisible();
  await expect(page.locator('[data-mail="en"] b')).toHaveCount(0);
  await expectAccessible(page);
});
