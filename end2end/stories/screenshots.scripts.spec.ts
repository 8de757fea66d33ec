import type { Page, TestInfo } from '@playwright/test';
import { join } from 'node:path';
import { test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { adele, megan, signIn } from '../fixtures/people';
import { comesToRest } from '../fixtures/rest';
import { alive, items } from '../fixtures/sharing';

const pages = {
  front: '/',
  'sign-in': '/sign-in',
  items: '/items',
  item: items.report.path,
  share: `${items.report.path}/share`,
  invitations: '/invitations',
  activity: '/activity',
  'not-found': '/nowhere',
};

/** Takes pictures of the page, light and dark, under this name. */
function camera(page: Page, info: TestInfo): (name: string) => Promise<void> {
  return async (name) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await comesToRest(page);
      const path = join(info.project.outputDir, 'screenshots', `${name}-${info.project.name}-${colorScheme}.png`);
      await page.screenshot({ path });
    }
  };
}

test('every page, light and dark', { tag: '@screenshots' }, async ({ page, app }, info) => {
  await signIn(page, app, adele);
  const shoot = camera(page, info);
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path);
    if ((await page.locator('script[data-island]').count()) > 0) await alive(page);
    await shoot(name);
  }
  const share = await ShareDialog.open(page, items.report);
  await share.type('di');
  await share.match('Diego Siciliani').waitFor();
  await shoot('share-matches');
  await page.keyboard.press('Enter');
  await share.addNew('kim@woodgrove.example');
  await share.sendTo('not-an-address');
  await share.says(/doesn’t look like an email address/).first().waitFor();
  await shoot('share-recipients');
  await share.drop('not-an-address');
  await share.send.click();
  await share.shared('Diego Siciliani');
  await share.invited('kim@woodgrove.example');
  await shoot('share-progress');
});

test('the settings, light and dark', { tag: '@screenshots' }, async ({ page, app }, info) => {
  await signIn(page, app, megan);
  const shoot = camera(page, info);
  for (const name of ['', '/roles', '/limits', '/grants', '/attributes', '/permissions']) {
    await page.goto(`/settings${name}`);
    await shoot(`settings${name.replace('/', '-')}`);
  }
  const retry = page.getByLabel('Keep trying');
  await retry.fill('soon');
  await retry.press('Enter');
  await shoot('settings-refused');
  await retry.fill('30');
  await retry.press('Enter');
  await shoot('settings-review');
  await page.getByLabel('Why? (optional)').fill('Guests waited too long.');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await shoot('settings-saved');
  await page.goto('/settings/history');
  await shoot('settings-history');
  await page.goto('/settings/history/1');
  await shoot('settings-version');
});
