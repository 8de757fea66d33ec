import { firstMail, invitationsFor } from '../fixtures/emulator';
import { alive, control, expect, seen, signIn, test, text } from '../fixtures/firefox';
import { adele } from '../fixtures/people';
import { items, someone } from '../fixtures/sharing';

test.beforeEach(async ({ firefox, app }) => signIn(firefox, app, adele));

test('somebody new is invited, and everybody is told', async ({ firefox, app }) => {
  const [somebody, item] = [someone('northwind.example'), items.tender];
  await firefox.goto(`${app.url}${item.path}`);
  await alive(firefox);
  await (await control(firefox, 'link', 'Share')).click();
  await (await control(firefox, 'combobox', 'Share with')).type(somebody);
  await (await control(firefox, 'textbox', 'Message')).type('The dates you asked about are in annex C.');
  await (await control(firefox, 'button', 'Send')).click();
  await text(firefox, 'is on its way.');
  await (await seen(firefox, '#share-progress ::-p-text(Close)')).click();
  await expect.poll(() => firefox.url()).toBe(`${app.url}${item.path}`);
  await text(firefox, `is invited to “${item.title}”.`);
  await seen(firefox, `aside ::-p-text(${somebody})`);
  expect(await invitationsFor(app, somebody)).toBe(1);
  expect((await firstMail(app, somebody)).text).toContain('The dates you asked about are in annex C.');
});

test('whoever was chosen is still there after a reload, and a new address is invited beside them', async ({ firefox, app }) => {
  await firefox.goto(`${app.url}${items.plan.path}/share`);
  await alive(firefox);
  await (await control(firefox, 'combobox', 'Share with')).type('diego');
  await (await seen(firefox, '[role=option] ::-p-text(Diego Siciliani)')).click();
  await control(firefox, 'button', 'Remove Diego Siciliani');
  // Firefox fills the fields of a page that is loaded again with what they held before, those too that nobody sees: he is there once all the same.
  await firefox.reload();
  await alive(firefox);
  await control(firefox, 'button', 'Remove Diego Siciliani');
  expect(await firefox.$$('#share-chips > li')).toHaveLength(1);
  const somebody = someone('northwind.example');
  await (await control(firefox, 'combobox', 'Share with')).type(somebody);
  await (await control(firefox, 'button', 'Send')).click();
  await seen(firefox, '#share-progress ::-p-text(is on its way.)');
  await seen(firefox, '#share-progress ::-p-text(now has access)');
  expect(await invitationsFor(app, somebody)).toBe(1);
});
