import { chooseGoal, type Goal, goals } from '../answers/answers.ts';
import { ChoiceCard } from './choice-card.tsx';
import styles from './choice.module.css';
import { isInstallable } from '../answers/service-offer.ts';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';

const order: readonly Goal[] = ['debrid', 'usenet', 'library', 'pick'];

/** What the person wants to do; it fills in the next screens. */
export function GoalStep() {
  const { answers, change, cores } = useWizard();
  const available = new Set(cores.filter(isInstallable).map((offer) => offer.key));
  return (
    <WizardFrame
      step="goal"
      question="What would you like to do?"
      lead="It fills in the next screens. You can change every part of it."
      blocked={answers.goal === null ? 'Choose one to go on.' : null}
    >
      <fieldset className={styles['list']}>
        <legend className="visually-hidden">Goal</legend>
        {order.map((goal) => {
          const { title, lead, cores: wanted } = goals[goal];
          const possible = wanted.length === 0 || wanted.some((key) => available.has(key));
          return (
            <ChoiceCard
              key={goal}
              kind="radio"
              name="goal"
              title={title}
              checked={answers.goal === goal}
              disabled={!possible}
              note={possible ? undefined : 'Not in this version yet: its services cannot be installed so far.'}
              onChange={() => change((known) => chooseGoal(known, goal, available))}
            >
              <span className={styles['text']}>{lead}</span>
            </ChoiceCard>
          );
        })}
      </fieldset>
    </WizardFrame>
  );
}
