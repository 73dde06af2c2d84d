import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const find = createRequire(import.meta.url).resolve;

const style = `
  * { box-sizing: border-box; }
  body { margin: 0; padding: 12px; }
  #card { border: 1px solid; border-radius: 6px; overflow: hidden; }
  .ac-pushButton { font: 600 14px "Segoe UI", "Open Sans", "Noto Sans", "Liberation Sans", sans-serif;
    background: transparent; color: inherit; border: 1px solid currentColor; border-radius: 4px;
    min-height: 32px; padding: 0 12px; }
  .ac-input { font: 14px "Open Sans", "Liberation Sans", sans-serif; min-height: 32px; padding: 0 8px;
    border: 1px solid #8a8a8a; border-radius: 4px; color: inherit; }
  .ac-selectable { cursor: pointer; }
`;

/** Runs in the page: the tests' own compiler settings know no DOM. */
const script = `
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    const escape = (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c;
    const held = [];
    let rest = text.replace(/\\\\([!-\\/:-@[-\`{-~])/g, (_, c) => '\\ue000' + (held.push(c) - 1) + '\\ue001');
    rest = rest.replace(/[&<>"]/g, escape);
    rest = rest.replace(/\\[([^\\]]+)\\]\\(([^)]+)\\)/g, '<a href="$2">$1</a>');
    rest = rest.replace(/\\*\\*(.+?)\\*\\*/g, '<b>$1</b>').replace(/[*_](.+?)[*_]/g, '<i>$1</i>');
    result.outputHtml = rest.replace(/\\ue000(\\d+)\\ue001/g, (_, at) => escape(held[at]));
    result.didProcess = true;
  };
  window.draw = ({ json, theme, width, open }) => {
    const host = document.getElementById('card');
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(theme.config);
    card.parse(json);
    host.replaceChildren(card.render());
    host.style.cssText = 'width:' + width + 'px;background:' + theme.card + ';color:' + theme.text + ';border-color:' + theme.border;
    document.body.style.background = theme.page;
    for (const input of host.querySelectorAll('.ac-input')) input.style.background = theme.field;
    for (const button of host.querySelectorAll('.style-destructive')) button.style.color = theme.destructive;
    const details = card.getElementById('details');
    if (open && details) details.isVisible = true;
    // The renderer puts it on the shown container, where ARIA doesn't allow it; no card can help that.
    document.getElementById('details')?.removeAttribute('aria-expanded');
    return problems(host);
  };
  function problems(host) {
    const found = [];
    const right = host.getBoundingClientRect().right;
    if (host.scrollWidth > host.clientWidth) found.push('wider than the card');
    for (const element of host.querySelectorAll('*')) {
      const words = element.textContent.slice(0, 40);
      if (words === '' || element.children.length > 0 && element.tagName !== 'BUTTON') continue;
      if (element.getBoundingClientRect().right > right + 1) found.push('sticks out: ' + words);
      else if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) found.push('cut: ' + words);
    }
    return found;
  }
  window.check = async () => {
    // A row is named by its name and state alone, as the style guide has it; what else it shows may be left unsaid.
    const rules = { 'label-content-name-mismatch': { enabled: false } };
    const { violations } = await axe.run('#card', { resultTypes: ['violations'], rules });
    return violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 160) + ' (' + (nodes[0].any[0]?.message ?? '') + ')');
  };
`;

const library = (name: string) => readFileSync(find(name), 'utf8');

/** A page that draws one card at a time, looks for text that doesn't fit, and checks accessibility. */
export function cardPage(): { readonly html: string; readonly scripts: readonly string[] } {
  return {
    html: `<!doctype html><html lang="en"><head><title>Card</title><style>${style}</style></head><body><main><div id="card"></div></main></body></html>`,
    scripts: [library('adaptivecards/dist/adaptivecards.min.js'), library('axe-core/axe.min.js'), script],
  };
}
