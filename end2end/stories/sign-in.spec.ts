import { expect, test } from '../fixtures/app';
import { adele, signIn } from '../fixtures/people';

// At sign-out the authority asks in a hidden frame, and the application answers, but never shows itself in one.
test.use({ expectedErrors: [/^Framing .* "frame-ancestors 'none'"/] });

test('a member signs in at the authority and comes back to the items', async ({ page, app }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.origin === app.emulator);
  await page.getByRole('button', { name: adele }).click();
  await expect(page).toHaveURL(`${app.url}/items`);
  await expect(page.getByRole('heading', { name: 'Items', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Account of Adele Vance' }).click();
  await expect(page.getByText(adele)).toBeVisible();
});

test('whoever is not signed in is asked, and comes back to the page that was wanted', async ({ page, app }) => {
  await page.goto('/items?q=brake');
  await page.waitForURL((url) => url.origin === app.emulator);
  await page.getByRole('button', { name: adele }).click();
  await expect(page).toHaveURL(`${app.url}/items?q=brake`);
  await expect(page.getByRole('link', { name: /^Brake test report/ })).toBeVisible();
});

test('signing out leads over the authority to a page that says so', async ({ page, app }) => {
  await signIn(page, app, adele);
  const atTheAuthority = page.waitForRequest((request) => request.url().startsWith(`${app.emulator}/`));
  await page.getByRole('button', { name: 'Account of Adele Vance' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect((await atTheAuthority).url()).toContain('/logout');
  await expect(page).toHaveURL(`${app.url}/signed-out`);
  await expect(page.getByRole('heading', { name: 'You’re signed out' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sign in again' })).toBeVisible();

  // Signed out stays signed out: nobody is signed in again without a click.
  await page.goto('/items');
  await page.getByRole('main').getByRole('link', { name: /^Sign in/ }).click();
  await page.waitForURL((url) => url.origin === app.emulator);
  await expect(page.getByRole('button', { name: adele })).not.toContainText('signed in');
});

test('signing out at the authority ends the session here too', async ({ page, app }) => {
  await signIn(page, app, adele);
  await page.goto(`${app.emulator}/contoso.example/oauth2/v2.0/logout`);
  await expect(page.getByRole('heading', { name: 'You signed out' })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
});
