import type { Json } from '@showrunner/contracts';
import { formatKey } from '../../../shared/format/words.ts';
import { SecretField, SelectField, TextField } from '../../../shared/ui/form/field.tsx';
import { SwitchField } from '../../../shared/ui/form/switch-field.tsx';
import { setOption } from '../answers/answers.ts';
import { isSecretField } from '../answers/answers-storage.ts';
import { type OptionGroup, optionProblem } from '../answers/option-groups.ts';
import { useWizard } from '../wizard-context.ts';

const logLevels = ['DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL'];

/** One option in the form that fits its name and the type of its default. */
export function OptionField({ group, field }: { group: OptionGroup; field: string }) {
  const { answers, change } = useWizard();
  const standard: Json = group.defaults[field] ?? '';
  const value = answers.options[group.id]?.[field] ?? standard;
  const set = (next: Json) => change((known) => setOption(known, group.id, field, next, standard));
  const help = group.help[field];
  const shared = {
    label: formatKey(field),
    error: optionProblem(group, field, answers) ?? undefined,
    ...(help === undefined ? {} : { help }),
  };
  if (typeof standard === 'boolean') {
    return <SwitchField label={shared.label} help={help} checked={value === true} onChange={set} />;
  }
  if (field === 'log_level') {
    const levels = logLevels.includes(String(standard)) ? logLevels : [String(standard), ...logLevels];
    return (
      <SelectField {...shared} value={String(value)} onChange={(event) => set(event.target.value)}>
        {levels.map((level) => (
          <option key={level}>{level}</option>
        ))}
      </SelectField>
    );
  }
  if (typeof standard === 'number') {
    return (
      <TextField
        {...shared}
        inputMode="numeric"
        value={String(value)}
        onChange={(event) => set(toNumber(event.target.value))}
      />
    );
  }
  const Field = isSecretField(field) ? SecretField : TextField;
  return <Field {...shared} autoComplete="off" value={toText(value)} onChange={(event) => set(event.target.value)} />;
}

/** The number that was typed; other text stays text, so that it can be mended. */
function toNumber(text: string): Json {
  return /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
}

function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
