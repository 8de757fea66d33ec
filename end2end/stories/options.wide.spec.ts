import { expect, test } from '../fixtures/app';
import { ShareDialog } from '../fixtures/dialog';
import { adele, grady, signIn } from '../fixtures/people';
import { holder, items, scripts } from '../fixtures/sharing';

const DAY = 24 * 60 * 60 * 1000;
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

test('access has a last day, which is said afterwards, and a day that has passed is refused beside its field', async ({ page, app }) => {
  await signIn(page, app, adele);
  const share = await ShareDialog.open(page, items.plan);
  await share.unfold();
  const last = share.dialog.getByLabel('Last day of access', { exact: true });
  await last.fill(dayFromNow(-2));
  if (scripts()) await share.sendToKnown(grady, 'Grady Archie');
  else await share.sendTo(grady);
  await expect(last).toHaveAttribute('aria-invalid', 'true');
  await expect(last).toHaveAccessibleDescription(/Choose today or a later day/);
  await share.keeps('Grady Archie');
  await last.fill(dayFromNow(30));
  await share.send.click();
  await share.shared('Grady Archie');
  await page.goto(items.plan.path);
  await expect(holder(page, 'Grady Archie')).toContainText(/Last day: .*\d{4}/);
});
