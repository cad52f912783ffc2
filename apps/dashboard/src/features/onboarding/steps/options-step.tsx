import { formatCount } from '../../../shared/format/words.ts';
import { listOptionGroups, type OptionGroup, optionProblem, sortFields } from '../answers/option-groups.ts';
import { OptionField } from './option-field.tsx';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';
import styles from './options.module.css';

/** Ports, log levels and the rest; every field has a value that works. */
export function OptionsStep() {
  const { answers, cores, extras } = useWizard();
  const groups = listOptionGroups(answers, cores, extras);
  const wrongIn = (group: OptionGroup) =>
    Object.keys(group.defaults).filter((field) => optionProblem(group, field, answers) !== null);
  const isWrong = (group: OptionGroup) => wrongIn(group).length > 0;
  const wrong = groups.flatMap(wrongIn);
  const attached = groups.filter((group) => group.attached);
  return (
    <WizardFrame
      step="options"
      question="Any wishes about the details?"
      lead="Everything here works as it is. Ports that are taken move by themselves, and the review says which."
      blocked={wrong.length > 0 ? `Mend ${formatCount(wrong.length, 'field')} first.` : null}
    >
      {groups
        .filter((group) => !group.attached)
        .map((group) => (
          <OptionPanel key={group.id} group={group} />
        ))}
      {attached.length > 0 && (
        <details className={styles['attached']} open={attached.some(isWrong) || undefined}>
          <summary>Options of what comes with them ({attached.length})</summary>
          <div className={styles['panels']}>
            {attached.map((group) => (
              <OptionPanel key={group.id} group={group} />
            ))}
          </div>
        </details>
      )}
    </WizardFrame>
  );
}

function OptionPanel({ group }: { group: OptionGroup }) {
  const { common, rare } = sortFields(Object.keys(group.defaults));
  const { answers } = useWizard();
  const changed = Object.keys(answers.options[group.id] ?? {}).length;
  return (
    <section className={styles['panel']} aria-labelledby={`options-${group.id}`}>
      <h2 id={`options-${group.id}`}>
        {group.title} {changed > 0 && <span className={styles['changed']}>{changed} changed</span>}
      </h2>
      {common.length > 0 && (
        <div className={styles['fields']}>
          {common.map((field) => (
            <OptionField key={field} group={group} field={field} />
          ))}
        </div>
      )}
      {rare.length > 0 && (
        <details className={styles['more']}>
          <summary>
            {common.length > 0 ? 'More options' : 'Options'} ({rare.length})
          </summary>
          <div className={styles['fields']}>
            {rare.map((field) => (
              <OptionField key={field} group={group} field={field} />
            ))}
          </div>
        </details>
      )}
    </section>
  );
}
