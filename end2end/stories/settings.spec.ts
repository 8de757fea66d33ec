import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { megan, signIn } from '../fixtures/people';
import { confirm, openSection, press, save } from '../fixtures/settings';
import { ASSIGNED_BY, packageLink } from '../fixtures/ways';

test('a limit is changed by the keyboard, seen before it is stored, and restored', async ({ page, app }) => {
  await signIn(page, app, megan);
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByText('Everything is at its default.').first()).toBeVisible();
  await expectAccessible(page);
  await openSection(page, app, 'Limits');
  const retry = page.getByLabel('Keep trying');
  await retry.fill('soon');
  await page.keyboard.press('Enter');
  await expect(retry).toHaveAttribute('aria-invalid', 'true');
  await expect(retry).toHaveValue('soon');
  await expect(page.getByText('Write a whole number, in digits only.')).toBeVisible();
  await expectAccessible(page);

  await retry.fill('30');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'What will change' })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'Keep trying' });
  await expect(row).toContainText('360 minutes');
  await expect(row).toContainText('30 minutes');
  await expectAccessible(page);
  await page.getByLabel('Why? (optional)').fill('It took too long.');
  await press(page, page.getByRole('button', { name: 'Back' }));
  await expect(retry).toHaveValue('30');
  await retry.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Why? (optional)')).toHaveValue('It took too long.');
  await confirm(page, 'It took too long.');
  await openSection(page, app, 'Limits');
  await retry.fill('31');
  await page.keyboard.press('Enter');
  await confirm(page);

  await page.goto('/settings/history');
  await expect(page.getByText('It took too long.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Version 1' }).click();
  await expect(page.getByRole('heading', { name: 'What restoring it would change' })).toBeVisible();
  await expectAccessible(page);
  await press(page, page.getByRole('button', { name: 'Restore this version' }));
  await expect(page.getByText('Restored version 1.')).toBeVisible();
});

test('a kind gets roles of its own, in their order', async ({ page, app }) => {
  await signIn(page, app, megan);
  await openSection(page, app, 'Kinds and roles');
  await press(page, page.getByRole('button', { name: 'Add a kind' }));
  await page.getByRole('textbox', { name: 'Name of the new kind' }).fill('drawing');
  const drawing = page.locator('fieldset.setting-entry').filter({ has: page.getByRole('textbox', { name: 'Name of the new kind' }) });
  await drawing.getByRole('textbox', { name: 'Name of the new role' }).fill('viewer');
  await press(page, drawing.getByRole('button', { name: 'Add a role' }));
  const group = page.getByRole('group', { name: 'drawing', exact: true });
  await expect(group.getByRole('textbox', { name: 'Name of the new role' })).toHaveCount(2);
  await expectAccessible(page);
  await group.getByRole('textbox', { name: 'Name of the new role' }).last().fill('author');
  await press(page, group.getByRole('button', { name: 'Move viewer down' }));
  await expect(group.getByRole('textbox', { name: 'Name of the new role' }).first()).toHaveValue('author');
  await save(page, 'drawing: Roles', 'author, viewer');
  await expect(page.getByRole('group', { name: 'drawing', exact: true }).getByRole('listitem').first()).toContainText('author');
});

test('who writes, how somebody new gets in, and who looks people up are chosen', async ({ page, app }) => {
  await signIn(page, app, megan);
  const writer = 'Vestibule, by your mail server';
  await page.goto('/settings/inviting');
  await page.getByLabel('Who writes to them').selectOption({ label: writer });
  await save(page, 'Who writes to them', writer);
  await page.goto('/settings/ways');
  await page.getByRole('button', { name: 'Add a role', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name of the new role' }).fill('reader');
  const [signUp, assigned] = ['They sign up by themselves', 'Vestibule assigns an access package'];
  await page.getByRole('radio', { name: signUp, exact: true }).check();
  await save(page, 'Way in', signUp);
  await page.getByRole('radio', { name: assigned, exact: true }).check();
  await page.getByRole('textbox', { name: 'Link of the access package' }).fill(packageLink(app.emulator));
  await page.getByRole('textbox', { name: 'Id of the assignment policy' }).fill(ASSIGNED_BY);
  await save(page, 'Way in', assigned);
  await page.goto('/settings/permissions');
  await page.getByRole('radio', { name: 'Whoever shares', exact: true }).check();
  await save(page, 'Who looks people up', 'Whoever shares');
});
