import { expect, test } from '../fixtures/app';
import { expectAccessible } from '../fixtures/axe';
import { ShareDialog } from '../fixtures/dialog';
import { both, eachFace, type Face, kim, sam, slip } from '../fixtures/faces';
import { expectMotionOtherwise, expectNoMotion, expectSignsAsText, watchMotion } from '../fixtures/media';
import { expectAddressesReadable, expectListInLine, expectMainActionOnScreen, expectMirrored, expectNothingSideways } from '../fixtures/sides';

/** What a screen reader finds, in this order and among more. */
const READS: Record<Face, string> = {
  empty: `
    - dialog "Share Harbour Line tender 2027":
      - heading "Share Harbour Line tender 2027" [level=2]
      - link "Close"
      - combobox "Share with" [expanded=false]
      - combobox "Role":
        - option "Reader" [selected]
        - option "Contributor"
      - paragraph: Type names or email addresses, or paste a whole list.
      - textbox "Message"
      - group: More options
      - group: What will happen
      - button "Copy link"
      - paragraph: Works for people who have access.
      - button "Send"
  `,
  'members and blocked': `
    - combobox "Share with" [expanded]: di
    - listbox "People found":
      - option /^Diego Siciliani diego\\.siciliani@contoso\\.example.* gets access at once Member$/ [selected]
      - option /^Disabled Leftover disabled\\.leftover@fabrikam\\.example.* This account is blocked from signing in\\. Your administrator can unblock it\\. Blocked$/ [disabled]
    - status: 2 people found.
  `,
  'guests and invited': `
    - combobox "Share with" [expanded]: sh
    - listbox "People found":
      - option /^Shouting Address .* gets access at once Guest$/ [selected=false]
      - option /^Joni Sherman .* hasn’t accepted an earlier invitation yet Invited$/ [selected=false]
  `,
  'a new address': `
    - combobox "Share with" [expanded]: ${kim}
    - listbox "People found":
      - option "${kim} gets an invitation New"
    - status: ${kim} is new and gets an invitation.
  `,
  'nobody found': `
    - combobox "Share with" [expanded=false]: nobody of this name
    - paragraph: Nobody found. Type a full email address to invite someone new.
    - status: Nobody found. Type a full email address to invite someone new.
  `,
  looking: `
    - combobox "Share with" [expanded=false]: megan
    - paragraph: Looking in your directory…
  `,
  'out of reach': `
    - combobox "Share with" [expanded=false]: never
    - paragraph: The directory can’t be searched right now. You can still type full email addresses.
    - status: The directory can’t be searched right now. You can still type full email addresses.
  `,
  recipients: `
    - list "People to share with":
      - listitem:
        - button "Edit ${kim}"
        - button "Remove ${kim}"
      - listitem:
        - button "Edit ${sam}"
        - button "Remove ${sam}"
      - listitem:
        - button "Edit Diego Siciliani"
        - button "Remove Diego Siciliani"
      - listitem:
        - button "Edit Grady Archie Fabrikam"
        - button "Remove Grady Archie"
      - listitem:
        - button "Edit Joni Sherman Northwind Traders"
        - button "Send the invitation again, in my name"
        - button "Remove Joni Sherman"
      - listitem:
        - button "Edit ${slip}"
        - text: Not an address
        - button "Remove ${slip}"
      - listitem:
        - button "Edit ${both}"
        - text: Who is meant?
        - button "Remove ${both}"
    - combobox "Share with" [expanded=false]
    - paragraph: 4 people outside your organization will get access
    - list:
      - listitem:
        - paragraph:
          - strong: ${slip}
          - text: This doesn’t look like an email address. An address looks like name@company.com.
      - listitem:
        - paragraph:
          - strong: ${both}
          - text: Choose the person you mean.
        - paragraph: Who do you mean by ${both}?
        - list:
          - listitem:
            - button /^Adele Vance .* Member$/
          - listitem:
            - button /^Diego Siciliani .* Member$/
      - listitem:
        - paragraph:
          - strong: Joni Sherman
          - text: "Invited earlier, but hasn’t accepted yet: can open the item after accepting."
    - button "Leave out 2 people who can’t be sent to"
    - button "Send"
    - status: 7 people
  `,
  options: `
    - group:
      - text: /^More options/
      - textbox "Name of the person"
      - paragraph: For a single new guest whose address has no name beside it.
      - combobox "Language of the invitation":
        - option "English" [selected]
      - text: Who writes
      - paragraph: Microsoft
      - paragraph: Your administrator has set this.
      - textbox "Copy to"
      - textbox "Last day of access"
  `,
  plan: `
    - group:
      - text: What will happen
      - list:
        - listitem: 2 people are invited as guests.
        - listitem: 3 people from your directory get access.
        - listitem: "Role: Reader"
        - listitem: Microsoft sends new guests the invitation email.
      - heading "The email" [level=3]
      - paragraph: In Microsoft’s email to new guests
      - paragraph: /About annex C\\./
  `,
  sending: `
    - group "Sharing “Harbour Line tender 2027” with 5 people":
      - heading "Sharing “Harbour Line tender 2027” with 5 people" [level=2]
      - link "Close"
      - list:
        - listitem:
          - paragraph:
            - strong: ${sam}
            - text: "Didn’t work: Your organization doesn’t allow guests from this domain."
          - list:
            - listitem: Find the person Done
            - listitem: Send the invitation Didn’t work
            - listitem: Give access Not started
          - paragraph: Use another address of the person, or ask your administrator to allow the domain.
          - button "Try again"
          - button "Correct address"
          - link "See details"
        - listitem:
          - paragraph:
            - strong: ${kim}
            - text: In progress.
          - list:
            - listitem: Find the person Done
            - listitem: Send the invitation In progress
            - listitem: Give access Not started
          - link "See details"
        - listitem:
          - paragraph:
            - strong: Diego Siciliani
            - text: Diego Siciliani now has access.
          - button "Copy link"
      - paragraph: You can close this. We’ll finish the work and tell you how it ended.
      - link "Share with someone else"
      - link "Close"
  `,
  finished: `
    - group "It hasn’t worked for 1 person yet.":
      - heading "It hasn’t worked for 1 person yet." [level=2]
      - list:
        - listitem:
          - paragraph:
            - strong: ${sam}
          - button "Try again"
        - listitem:
          - paragraph:
            - strong: ${kim}
            - text: The invitation to ${kim} is on its way.
          - button "Copy link"
          - link "See details"
      - paragraph: Each invitation link is only for the person beside it; don’t pass it on to anyone else.
  `,
  access: `
    - region "4 people have access":
      - heading "4 people have access" [level=3]
      - list:
        - listitem:
          - text: Diego Siciliani diego.siciliani@contoso.example Reader
          - paragraph:
            - time: /^Shared by Alex Wilber · /
          - group:
            - text: Change… Diego Siciliani Role Diego Siciliani
            - combobox "Role Diego Siciliani":
              - option "Reader" [selected]
              - option "Contributor"
            - button "Change role Diego Siciliani"
            - textbox "Last day of access Diego Siciliani"
            - button "Change last day Diego Siciliani"
            - group:
              - text: End access Diego Siciliani
              - paragraph: /^This ends Diego Siciliani’s access to “Harbour Line tender 2027”\\./
              - button "End access Diego Siciliani"
  `,
  'undo of an end': `
    - main:
      - article:
        - link "Back to the item"
        - heading "Give Diego Siciliani access to “Harbour Line tender 2027” again?" [level=1]
        - paragraph: "Diego Siciliani gets their role back: Reader. No email goes out."
        - button "Undo"
        - link "Leave it as it is"
  `,
  'undo of a share': `
    - main:
      - article:
        - link "Back to the invitation"
        - heading "Undo sharing “Harbour Line tender 2027” with ${kim}?" [level=1]
        - paragraph: "This is what happens:"
        - list:
          - listitem: ${kim} can’t open “Harbour Line tender 2027” through this share any more.
          - listitem: The email has gone out and can’t be called back.
          - listitem: /^The guest account of ${kim} is deleted/
        - button "Undo"
        - link "Keep it"
  `,
  activity: `
    - main:
      - heading "Activity" [level=1]
      - paragraph: What you were told over the last 30 days, including what you have dismissed.
      - list:
        - listitem:
          - paragraph: You ended Diego Siciliani’s access to “Harbour Line tender 2027”.
          - time
          - link "Undo"
        - listitem:
          - paragraph: ${kim} is invited to “Harbour Line tender 2027”.
          - link "Details"
        - listitem:
          - paragraph: ${sam} can’t open “Harbour Line tender 2027”.
          - paragraph: Your organization doesn’t allow guests from this domain.
          - link "Details"
  `,
};

/** What colours tell elsewhere, told by lines and signs. */
const DRAWN: Partial<Record<Face, (share: ShareDialog) => Promise<void>>> = {
  async 'members and blocked'(share) {
    const blocked = share.match('Disabled Leftover');
    await expect(share.match('Diego Siciliani'), 'walked to').toHaveCSS('outline-style', 'solid');
    await expect(blocked).toHaveCSS('outline-style', 'none');
    await expect(blocked, 'in words').toContainText('Blocked');
  },
  async 'guests and invited'(share) {
    await expect(share.matches.first(), 'the best').toHaveCSS('outline-style', 'dashed');
    await expect(share.matches.last()).toHaveCSS('outline-style', 'none');
  },
  async recipients(share) {
    for (const person of [slip, both]) {
      await expect(share.chip(person)).toHaveCSS('border-style', 'dashed');
      await expect(share.sign(share.chip(person))).toBeVisible();
    }
    await expect(share.chip(kim)).toHaveCSS('border-style', 'solid');
    await expect(share.sign(share.chip('Joni Sherman')), 'something to know').toBeVisible();
    await expect(share.sign(share.chip('Diego Siciliani')), 'nothing to know').toHaveCount(0);
    // The key that takes a recipient out names it first, and shows which it is.
    await share.address.press('Backspace');
    await expect(share.chip(both)).toHaveCSS('outline-style', 'solid');
    await share.page.keyboard.press('Shift+Tab');
    await expect(share.remove(both)).toBeFocused();
    await expect(share.remove(both)).toHaveCSS('outline-style', 'solid');
  },
  async sending(share) {
    const signs = await Promise.all([kim, sam, 'Diego Siciliani'].map((person) => share.sign(share.row(person)).innerHTML()));
    expect(new Set(signs).size, 'a sign of its own for each state').toBe(3);
  },
};

/** What is drawn as another face is: it has nothing else for axe, and lies as that does. */
const LIKE_ANOTHER: ReadonlySet<Face> = new Set(['empty', 'guests and invited', 'a new address', 'nobody found', 'looking', 'options', 'undo of an end']);

test('every face of a share reads as it looks, and in the colours that the reader chose nothing is told by colour alone', async ({ page, app }) => {
  test.slow();
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await eachFace(page, app, async (face, shown, share) => {
    await test.step(face, async () => {
      await expect(shown).toMatchAriaSnapshot(READS[face]);
      if (!LIKE_ANOTHER.has(face)) await expectAccessible(page);
      await expectSignsAsText(shown);
      await DRAWN[face]?.(share);
    });
  });
});

/** A laptop, the same at 200 %, and a small phone. */
const SCREENS = [
  { width: 1280, height: 800 },
  { width: 640, height: 400 },
  { width: 375, height: 667 },
];

test.describe('on a sharp screen', () => {
  test.use({ deviceScaleFactor: 2 });

  test('from right to left every face lies mirrored and fits, also at 200 % and on a phone, and nothing moves by itself', async ({ page, app }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await watchMotion(page);
    await page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => document.documentElement.setAttribute('dir', 'rtl'));
    });
    await eachFace(page, app, async (face, shown, share) => {
      await expectNoMotion(page);
      if (face === 'empty') await expectMotionOtherwise(page);
      if (LIKE_ANOTHER.has(face)) return;
      for (const size of SCREENS) {
        await test.step(`${face}, ${size.width} wide`, async () => {
          await page.setViewportSize(size);
          await expectNothingSideways(shown);
          await expectMirrored(page, shown);
          await expectAddressesReadable(shown);
          await expectListInLine(share);
          await expectMainActionOnScreen(share);
        });
      }
      await page.setViewportSize(SCREENS[0]!);
    });
  });
});
