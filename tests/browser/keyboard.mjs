// A page as somebody uses it who has no mouse.
import assert from 'node:assert/strict';

// No page has more places than these to stop at.
export const TABS_MAX = 120;

// Presses Tab until what has the focus is what is wanted: `wanted`, which runs in the page, says so.
export async function tabTo(page, wanted, where) {
  for (let count = 0; count < TABS_MAX; count += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(wanted, where)) {
      return;
    }
  }
  assert.fail(`the keyboard does not reach ${where}`);
}

export const isAt = (id) => document.activeElement?.id === id;
export const isSummaryOf = (id) =>
  document.activeElement?.tagName === 'SUMMARY' && document.activeElement.parentElement?.id === id;

// Writes into a field, in place of what is there.
export async function write(page, id, text) {
  await tabTo(page, isAt, id);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

// Presses what has the focus, and waits for the page behind it.
export async function pressEnter(page) {
  const [answer] = await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  return answer;
}
