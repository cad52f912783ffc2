import { type Answers, emptyAnswers } from './answers.ts';

const key = 'showrunner.onboarding';

/** The answers of this tab from before a reload; keys are never among them. */
export function loadAnswers(storage: Pick<Storage, 'getItem'>): Answers {
  const text = storage.getItem(key);
  if (text === null) return emptyAnswers;
  const value: unknown = JSON.parse(text);
  // Only this page writes it; a version that wrote less is completed.
  return { ...emptyAnswers, ...(value as Partial<Answers>) };
}

/** Keeps the answers for a reload. Options that are secret stay in memory. */
export function saveAnswers(storage: Pick<Storage, 'setItem'>, answers: Answers): void {
  const options = Object.fromEntries(
    Object.entries(answers.options).map(([group, values]) => [
      group,
      Object.fromEntries(Object.entries(values).filter(([field]) => !isSecretField(field))),
    ]),
  );
  storage.setItem(key, JSON.stringify({ ...answers, options }));
}

/** Forgets the answers, once they have become a stack. */
export function forgetAnswers(storage: Pick<Storage, 'removeItem'>): void {
  storage.removeItem(key);
}

/** Whether the value of a field must not be shown or kept. */
export function isSecretField(field: string): boolean {
  return /token|secret|password|key|claim/i.test(field);
}
