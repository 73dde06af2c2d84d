import { renderCard } from '../../src/cards/render.ts';
import { parse } from '../../src/language/parse.ts';
import type { Notice } from '../../src/notice.ts';
import { NOW, samples, TOKEN } from './samples.ts';
import { nodes, ofType } from './walk.ts';

/** The verbs that answer a question, in their order. */
function answersOf(notice: Notice): readonly string[] {
  if (notice.kind !== 'plan') return [];
  return notice.plan.approval ? ['cancel', 'deny', 'approve'] : ['cancel', 'confirm'];
}

const rendered = [...samples].map(([name, notice]) => {
  const { card, summary } = renderCard(notice, { sandbox: true, now: NOW });
  return { name, notice, card, summary };
});

describe.each(rendered)('card of $name', ({ name, notice, card, summary }) => {
  const buttons = ofType(card, 'Action.Execute');

  test('is version 1.5, full width, and small', () => {
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.5', msteams: { width: 'Full' } });
    expect(JSON.stringify(card).length * 2).toBeLessThanOrEqual(20 * 1024);
  });

  test('has one sentence that stands for it', () => {
    expect(card.fallbackText).toBe(summary);
    expect(card.speak).toBe(summary);
    expect(summary.length).toBeGreaterThan(10);
    expect(summary).not.toMatch(/[\n\\]|undefined|null|NaN|\[object/);
  });

  test('says nothing that only a program understands', () => {
    expect(JSON.stringify(card)).not.toMatch(/undefined|NaN|\[object|Invalid Date/);
  });

  test('wears the sandbox strip in the sandbox only', () => {
    const real = renderCard(notice, { sandbox: false, now: NOW }).card;
    expect(JSON.stringify(card.body[0])).toContain('SANDBOX');
    expect(JSON.stringify(real)).not.toContain('SANDBOX');
    const accents = ofType(card, 'Container').filter(({ style }) => style === 'accent');
    expect(accents).toHaveLength(1);
    expect(ofType(real, 'Container').filter(({ style }) => style === 'accent')).toEqual([]);
  });

  test('has buttons that carry a sentence or a token and nothing else, with a fallback', () => {
    for (const { verb, data, fallback, title, associatedInputs } of buttons) {
      expect(data).toEqual(verb === 'say' ? { say: expect.any(String) } : { token: TOKEN });
      expect(fallback).toMatchObject({ type: 'Action.Submit', title, data: { verb, ...(data as object) } });
      expect(associatedInputs).toBe(verb === 'cancel' ? 'none' : undefined);
    }
  });

  test('holds a token only in the buttons that answer', () => {
    const verbs = buttons.map(({ verb }) => verb).filter((verb) => verb !== 'say');
    expect(verbs).toEqual(answersOf(notice));
    expect(JSON.stringify(card).split(TOKEN)).toHaveLength(1 + 2 * answersOf(notice).length);
  });

  test('has buttons whose sentence is a command', () => {
    for (const { verb, data } of buttons) {
      if (verb !== 'say') continue;
      expect(parse((data as { say: string }).say)).toMatchObject({ kind: 'command' });
    }
  });

  test('names targets by their ids in buttons', () => {
    for (const { verb, data } of buttons) {
      if (verb !== 'say' || notice.kind === 'not-understood') continue;
      const parsed = parse((data as { say: string }).say);
      if (parsed.kind !== 'command' || !('target' in parsed.command)) continue;
      // Pages of the record are asked for as they were: the words may fit several targets.
      if (parsed.command.verb === 'history' || parsed.command.verb === 'who') continue;
      expect(parsed.command.target?.kind).toMatch(/^(job|id)$/);
    }
  });

  test('offers only sentences to type that are commands', () => {
    const last = JSON.stringify(card.body.at(-1));
    for (const [, sentence = ''] of last.matchAll(/“([^”]+)”/g)) {
      expect(parse(sentence.replaceAll('\\\\', ''))).toMatchObject({ kind: 'command' });
    }
  });

  test('keeps to the symbols and colours of the style guide', () => {
    const json = JSON.stringify(card);
    expect(json).not.toMatch(/\u26a0|\u23f8|\u25b6|\u2714|\u2716|\u2194|\u203c|\ufe0f/);
    expect(json).not.toMatch(/"color":/);
    expect(json).not.toMatch(/"style":"positive"/);
  });

  test('has a headline of at most 45 characters and rows of short buttons', () => {
    for (const node of nodes(card)) {
      if (node['style'] === 'heading') expect(String(node['text']).length).toBeLessThanOrEqual(45);
      if (node['type'] === 'ActionSet') {
        const titles = (node['actions'] as { title: string }[]).map(({ title }) => title);
        expect(titles.length).toBeLessThanOrEqual(3);
        expect(titles.join('').length).toBeLessThanOrEqual(26);
      }
    }
  });

  test('lets no empty field hold up a no', () => {
    const required = ofType(card, 'Input.Text').some(({ isRequired }) => isRequired === true);
    const refusing = buttons.filter(({ verb }) => verb === 'cancel' || verb === 'deny');
    if (required) for (const { associatedInputs } of refusing) expect(associatedInputs).toBe('none');
  });

  test('has short fact titles', () => {
    for (const { facts } of ofType(card, 'FactSet')) {
      for (const { title } of facts as { title: string }[]) {
        expect(title.length).toBeLessThanOrEqual(11);
        expect(title).not.toContain(' ');
      }
    }
  });

  test('puts the safe answer first and marks only what can’t be undone', () => {
    for (const { actions } of ofType(card, 'ActionSet')) {
      const [first] = actions as { style?: string; verb?: string }[];
      expect(first?.style).toBeUndefined();
      if ((actions as { verb?: string }[]).some(({ verb }) => verb === 'confirm' || verb === 'approve')) {
        expect(first?.verb).toBe('cancel');
      }
    }
    const destructive = [...nodes(card)].filter(({ style }) => style === 'destructive');
    expect(destructive).toHaveLength(notice.kind === 'plan' && notice.plan.operation === 'delete' ? 2 : 0);
  });

  test('tells nobody to type an answer to a question', () => {
    if (!name.startsWith('plan-')) return;
    expect(JSON.stringify(card)).not.toMatch(/Or type/);
  });
});
