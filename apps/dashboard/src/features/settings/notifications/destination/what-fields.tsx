import { type NoticeType, noticeTypes, severities, type Severity } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { stackQuery } from '../../../../shared/api/stack.ts';
import { SelectField } from '../../../../shared/ui/form/field.tsx';
import { SwitchField } from '../../../../shared/ui/form/switch-field.tsx';
import styles from '../notifications.module.css';
import { severityWords, typeWords } from '../words.ts';
import type { Draft } from './draft.ts';

const pauses = [
  { seconds: 0, label: 'Every time' },
  { seconds: 300, label: 'At most every 5 minutes' },
  { seconds: 3600, label: 'At most every hour' },
  { seconds: 86_400, label: 'At most once a day' },
];
/** Messages of a person go where that person sends them; the end of something goes to whoever was told of it. */
const choosable = noticeTypes.filter((type) => type !== 'manual' && type !== 'recovery');

interface WhatFieldsProps {
  readonly rest: Draft['rest'];
  readonly onChange: (rest: Draft['rest']) => void;
}

/** What it is told, how often, and of which services. */
export function WhatFields({ rest, onChange }: WhatFieldsProps) {
  const known = pauses.some(({ seconds }) => seconds === rest.cooldown_sec);
  const offered = known ? pauses : [...pauses, { seconds: rest.cooldown_sec, label: `Every ${rest.cooldown_sec} s` }];
  return (
    <>
      <div className={styles['fields']}>
        <SelectField
          label="Tell it"
          value={rest.minimum_severity}
          onChange={({ target }) => onChange({ ...rest, minimum_severity: target.value as Severity })}
        >
          {severities.toReversed().map((severity) => (
            <option key={severity} value={severity}>
              {severityWords[severity]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="The same again"
          value={rest.cooldown_sec}
          onChange={({ target }) => onChange({ ...rest, cooldown_sec: Number(target.value) })}
        >
          {offered.map(({ seconds, label }) => (
            <option key={seconds} value={seconds}>
              {label}
            </option>
          ))}
        </SelectField>
      </div>
      <SwitchField
        label="Tell it when something is well again"
        checked={rest.send_recovery}
        onChange={(send) => onChange({ ...rest, send_recovery: send })}
      />
      <Choice
        title="Only some events"
        all="All events"
        options={choosable.map((type) => ({ value: type, label: typeWords[type as NoticeType] }))}
        chosen={rest.event_types}
        onChange={(types) => onChange({ ...rest, event_types: [...types] })}
      />
      <Services rest={rest} onChange={onChange} />
    </>
  );
}

function Services({ rest, onChange }: WhatFieldsProps) {
  const stack = useQuery(stackQuery);
  const names = stack.data?.services.filter(({ enabled }) => enabled).map(({ processName }) => processName) ?? [];
  if (names.length === 0) return null;
  return (
    <Choice
      title="Only some services"
      all="All services, and the machine"
      options={names.map((name) => ({ value: name, label: name }))}
      chosen={rest.service_names}
      onChange={(chosen) => onChange({ ...rest, service_names: [...chosen] })}
    />
  );
}

interface ChoiceProps {
  readonly title: string;
  /** What it means that none is chosen. */
  readonly all: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

function Choice({ title, all, options, chosen, onChange }: ChoiceProps) {
  return (
    <details className={styles['choice']}>
      <summary>
        {title}
        <span className={styles['faint']}>{chosen.length === 0 ? all : `${chosen.length} chosen`}</span>
      </summary>
      <fieldset>
        <legend className="visually-hidden">{title}</legend>
        {options.map(({ value, label }) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
              }
            />
            {label}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
