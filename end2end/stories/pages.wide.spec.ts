import type { Page } from '@playwright/test';
import { type App, expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { alsoAnswerTo, firstMail, withFaults } from '../fixtures/emulator';
import { acceptWithAccount, asGuest } from '../fixtures/guest';
import { adele, alex, diego, megan, signIn } from '../fixtures/people';
import { onPhone } from '../fixtures/phone';
import { alive, items, scripts, someone } from '../fixtures/sharing';

// What the cookie says, and what the page says of itself.
const OTHERS = { lt: 'lt', fr: 'fr', 'pt-BR': 'pt-BR', 'zh-TW': 'zh-Hant-TW' };

async function choose(page: Page, app: App, language: string): Promise<void> {
  await page.context().addCookies([{ name: 'vestibule-language', value: language, url: app.url }]);
  await page.reload();
}

/** The page in this language, alive where it has islands, and no wider than the screen. */
async function expectFits(page: Page, lang: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
  if ((await page.locator('script[data-island]').count()) > 0) await alive(page);
  const { wide, room } = await page.evaluate(() => {
    const { scrollWidth: wide, clientWidth: room } = document.documentElement;
    return { wide, room };
  });
  expect(wide, 'no sideways scrolling').toBeLessThanOrEqual(room);
}

/** With the language that nobody has chosen. */
async function goAfresh(page: Page, path: string): Promise<void> {
  // What the page that is left still asks for would bring the cookie back.
  await page.goto('about:blank');
  await page.context().clearCookies({ name: /^vestibule-/ });
  await page.goto(path);
}

/** What every page keeps, as it stands. */
async function expectSound(page: Page, lang: string): Promise<void> {
  await expectFits(page, lang);
  await expectAccessible(page);
}

/**
 * A page with an address. Colours and texts are the same on every screen: the wide one shows them all to axe, the narrow one
 * shows that the longer words fit, and its layout to axe once. Without scripts the markup is the same again, in every language, and where no
 * island takes over axe would see what it has seen with them.
 */
async function expectSoundInAll(page: Page, app: App): Promise<void> {
  if (!scripts()) {
    const isTakenOver = (await page.locator('script[data-island]').count()) > 0;
    return isTakenOver ? expectSound(page, 'en') : expectFits(page, 'en');
  }
  await expectSound(page, 'en');
  await test.step('on a phone', () => onPhone(page, () => expectSound(page, 'en')));
  await test.step('dark', () => inTheDark(page, () => expectSound(page, 'en')));
  for (const [tag, lang] of Object.entries(OTHERS)) {
    await choose(page, app, tag);
    await test.step(tag, async () => {
      await expectSound(page, lang);
      await onPhone(page, () => expectFits(page, lang));
    });
  }
}

/** Looks at the page as a system shows it that is dark, as whoever has chosen no theme sees it: `theme.wide.scripts.spec.ts` holds that the choice is the same. */
async function inTheDark(page: Page, look: () => Promise<void>): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await look();
  await page.emulateMedia({ colorScheme: 'light' });
}

/** What has no address of its own: sound on both screens. Without scripts the narrow one would show nothing new. */
async function expectSoundOnBoth(page: Page): Promise<void> {
  await expectSound(page, 'en');
  if (scripts()) await test.step('on a phone', () => onPhone(page, () => expectSound(page, 'en')));
}

/** Looks at these pages one after the other: a world and a sign-in for each would take longer than most of the pages. */
async function expectAllSound(page: Page, app: App, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await test.step(path, async () => {
      await goAfresh(page, path);
      await expectSoundInAll(page, app);
    });
  }
}

test('the front page and the page after signing out are sound', async ({ page, app }) => {
  await expectAllSound(page, app, ['/', '/signed-out']);
});

test('the sign-in page is sound, also after trouble and after signing out in another tab', async ({ page, app }) => {
  const told = ['problem=signed-out&to=%2Fitems', 'problem=sign-in-failed&reference=26V7Q92QAS'];
  await expectAllSound(page, app, ['/sign-in', ...told.map((query) => `/sign-in?${query}`)]);
});

for (const [name, paths] of [
  ['the items and an item are', ['/items', items.report.path, '/items?q=no+such+thing']],
  ['the share form is', [`${items.report.path}/share`, `/share?item=${items.report.path.split('/').at(-1)}&to=kim@woodgrove.example`]],
  ['what one was told is', ['/activity']],
  [
    'the pages of trouble are',
    [
      '/nowhere',
      '/trouble?problem=not-allowed&reference=26V7Q92QAS',
      '/trouble?problem=directory-trouble&reference=26V7Q92QAS',
    ],
  ],
] as const) {
  test(`${name} sound`, async ({ page, app }) => {
    await signIn(page, app, adele);
    await expectAllSound(page, app, paths);
  });
}

for (const sections of [
  ['', '/roles', '/limits', '/history'],
  ['/grants', '/attributes', '/permissions', '/ways'],
  ['/inviting', '/mail', '/smtp'],
  ['/landing', '/look'],
]) {
  const paths = sections.map((section) => `/settings${section}`);
  test(`${paths.join(', ')}: sound`, async ({ page, app }) => {
    await signIn(page, app, megan);
    await expectAllSound(page, app, paths);
  });
}

test('everyone’s invitations are sound, and those of nobody say how to see all', async ({ page, app }) => {
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.plan);
  await share.address.fill(someone('northwind.example'));
  await share.send.click();
  await share.invited();
  // A page that notices that nobody is signed in any more goes elsewhere by itself.
  await page.goto('about:blank');
  await page.context().clearCookies();
  await signIn(page, app, megan);
  await expectAllSound(page, app, ['/invitations?whose=everyone', '/invitations?whose=everyone&q=nobody']);
  await goAfresh(page, '/invitations?whose=everyone');
  const search = page.getByRole('searchbox', { name: 'Search by guest or inviter' });
  await search.fill('nobody');
  await search.press('Enter');
  await expect(page.getByText('No invitation fits “nobody”.')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Show all' }).last().click();
  await expect(page.getByRole('row').filter({ hasText: 'Shared by Adele Vance' })).toBeVisible();
});

test('invitations, one of them, and the place of arrival are sound', async ({ page, app, browser }) => {
  await signIn(page, app, adele);
  const address = someone('northwind.example');
  const share = await ShareDialog.open(page, items.renewal);
  await share.address.fill(address);
  await share.send.click();
  const [link] = (await firstMail(app, address)).links;
  await page.goto('/invitations');
  const row = page.getByRole('row').filter({ hasText: address });
  await row.getByText('Invited, not accepted yet.').click();
  const one = await row.locator('a[href^="/invitations/"]').getAttribute('href');
  await expectSoundInAll(page, app);
  await choose(page, app, 'en');
  await page.goto(one!);
  await expectSoundInAll(page, app);
  await asGuest(browser, async (guest) => {
    await acceptWithAccount(guest, link!, address);
    await expect(guest).toHaveURL(`${app.url}${items.renewal.path}`);
    await expectSoundInAll(guest, app);
  });
});

test('an empty list of invitations is sound', async ({ page, app }) => {
  await signIn(page, app, megan);
  await page.goto('/invitations');
  await expect(page.getByText('No invitations yet')).toBeVisible();
  await expectSoundInAll(page, app);
});

test('every face of the share dialog is sound', async ({ page, app }) => {
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.plan);
  const expectBoth = async (face: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await test.step(`${face}, ${colorScheme}`, () => expectSoundOnBoth(page));
    }
  };
  await share.unfold();
  await expectBoth('empty');
  if (scripts()) {
    await share.type('di');
    await expect(share.match('Diego Siciliani')).toBeVisible();
    await expectBoth('matches');
    await page.keyboard.press('Enter');
    await expect(share.chip('Diego Siciliani')).toBeVisible();
    const address = someone('northwind.example');
    await share.addNew(address);
    await expect(share.chips()).toHaveCount(2);
    await expectBoth('two recipients');
    for (const person of ['Diego Siciliani', address]) await share.remove(person).click();
    await expect(share.chips()).toHaveCount(0);
  }
  await share.sendTo('not-an-address');
  await expect(share.says('This doesn’t look like an email address.').first()).toBeVisible();
  await expectBoth('refused');
  if (scripts()) await share.drop('not-an-address');
  const both = 'sales@contoso.example';
  await alsoAnswerTo(app, both, alex, diego);
  await share.sendTo(both);
  await expect(share.says(/^Who do you mean/).first()).toBeVisible();
  await expectBoth('who is meant');
  await share.means('Diego Siciliani');
  if (scripts()) {
    await expect(await share.plan()).toContainText('1 person from your directory gets access.');
    await expectBoth('what will happen');
  }
  await share.send.click();
  await share.shared('Diego Siciliani');
  await expectBoth('done');
});

test.describe(() => {
  test.use({ expectedErrors: [/net::ERR_/] });

  test('the share dialog is sound in every trouble', async ({ page, app }) => {
    await signIn(page, app, adele);
    const lookUp = { method: 'GET', path: '/v1.0/users' };
    await withFaults(app, [{ on: lookUp, effect: { status: 503 } }], async () => {
      const share = await ShareDialog.open(page, items.plan);
      await share.address.fill(someone('northwind.example'));
      await share.send.click();
      await expect(page.getByText(/isn’t working properly right now/).filter({ visible: true }).first()).toBeVisible();
      await test.step('the directory is out of order', () => expectSoundOnBoth(page));
    });
    if (!scripts()) return;
    const invite = { method: 'POST', path: '/v1.0/invitations' };
    const share = await ShareDialog.open(page, items.noise);
    await share.address.fill(someone('northwind.example'));
    await withFaults(app, [{ on: invite, effect: { hold: true } }], async () => {
      await share.send.click();
      await expect(share.progress).toContainText('In progress');
      await test.step('working', () => expectSoundOnBoth(page));
    });
    await share.invited();
    await withFaults(app, [{ on: invite, effect: { status: 503 } }], async () => {
      await page.goto(`${items.noise.path}/share`);
      await alive(page);
      await share.address.fill(someone('northwind.example'));
      await share.send.click();
      await expect(share.progress).toContainText('Waiting');
      await test.step('waiting', () => expectSoundOnBoth(page));
      await page.route('**/api/share/progress', (route) => route.abort());
      await expect(share.says(/Vestibule can’t be reached right now\./).first()).toBeVisible();
      await test.step('nobody answers', () => expectSoundOnBoth(page));
      await page.unroute('**/api/share/progress');
      await expect(share.says(/Vestibule can’t be reached right now\./)).toHaveCount(0);
    });
  });
});

test('the page that leads to the authority to sign out is sound', async ({ page, app }) => {
  await signIn(page, app, adele);
  // It goes on by itself: held here, to be looked at.
  await page.route('**/sign-out', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '');
    await route.fulfill({ response: answer, body });
  });
  await page.goto('/sign-out');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectSoundInAll(page, app);
});
