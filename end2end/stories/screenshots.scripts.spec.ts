import { join } from 'node:path';
import { test } from '../fixtures/app';
import { adele, signIn } from '../fixtures/people';
import { comesToRest } from '../fixtures/rest';
import { alive, items, ShareDialog } from '../fixtures/sharing';

const pages = {
  front: '/',
  'sign-in': '/sign-in',
  items: '/items',
  item: items.report.path,
  share: `${items.report.path}/share`,
  invitations: '/invitations',
  'not-found': '/nowhere',
};

test('every page, light and dark', { tag: '@screenshots' }, async ({ page, app }, info) => {
  await signIn(page, app, adele);
  const shoot = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await comesToRest(page);
      const path = join(info.project.outputDir, 'screenshots', `${name}-${info.project.name}-${colorScheme}.png`);
      await page.screenshot({ path });
    }
  };
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path);
    if ((await page.locator('script[data-island]').count()) > 0) await alive(page);
    await shoot(name);
  }
  const share = await ShareDialog.open(page, items.report);
  await share.address.pressSequentially('di');
  await share.match('Diego Siciliani').waitFor();
  await shoot('share-matches');
});
