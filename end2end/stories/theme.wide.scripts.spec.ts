import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { adele, signIn } from '../fixtures/people';
import { comesToRest } from '../fixtures/rest';
import { alive, items } from '../fixtures/sharing';

/** The colours of everything that can be seen. */
async function colours(page: Page): Promise<string[]> {
  await comesToRest(page);
  return page.evaluate(() => {
    const seen = [...document.querySelectorAll('*')].filter((element) => element.checkVisibility({ visibilityProperty: true }));
    return seen.map((element) => {
      const { color, backgroundColor, borderColor, outlineColor, fill, stroke, boxShadow } = getComputedStyle(element);
      return [element.tagName, color, backgroundColor, borderColor, outlineColor, fill, stroke, boxShadow].join(' ');
    });
  });
}

// So that other stories need only a system that is dark.
test('a theme that was chosen looks as that of the system does', async ({ page, app }) => {
  await signIn(page, app, adele);
  /** With something of everything: the frame, a dialog, fields and buttons. */
  const load = async (system: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme: system });
    await page.goto(`${items.plan.path}/share`);
    await alive(page);
    return colours(page);
  };
  const bySystem = { light: await load('light'), dark: await load('dark') };
  expect(bySystem.dark).not.toEqual(bySystem.light);
  for (const [chosen, system] of [
    ['dark', 'light'],
    ['light', 'dark'],
  ] as const) {
    await page.context().addCookies([{ name: 'vestibule-theme', value: chosen, url: app.url }]);
    expect(await load(system), chosen).toEqual(bySystem[chosen]);
    await expectAccessible(page);
  }
});
