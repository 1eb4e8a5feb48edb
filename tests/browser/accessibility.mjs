// What assistive technology would trip over, and what a window is too narrow for.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function accessibility(page) {
  // Evaluated through the debugger, because the page's own policy lets no script in.
  await page.evaluate(axeSource);
  const result = await page.evaluate(
    (rules) => window.axe.run({ runOnly: { type: 'tag', values: rules } }),
    RULES,
  );
  const places = (found) => found.nodes.map((node) => node.target.join(' ')).join('; ');
  // axe cannot compute the contrast of text in a picture: its grounds are shapes, not boxes. Those
  // colours are the palette's, whose contrast has a test of its own.
  const outsidePictures = (found) => ({
    ...found,
    nodes: found.nodes.filter((node) => !/^<(text|tspan)\b/.test(node.html)),
  });
  const broken = result.violations.map((found) => `${found.id}: ${found.help}: ${places(found)}`);
  // A contrast that cannot be computed must not pass unseen.
  const unsure = result.incomplete
    .filter((found) => found.id === 'color-contrast')
    .map(outsidePictures)
    .filter((found) => found.nodes.length > 0)
    .map((found) => `${found.id} not computable: ${places(found)}`);
  return [...broken, ...unsure];
}

// Elements that reach beyond the right edge of the window.
export async function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) {
      return [];
    }
    const wide = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`);
    return [`scrolls sideways at ${width} px: ${[...new Set(wide)].slice(0, 5).join(', ')}`];
  });
}
