/** A new seed, at random and short enough to read out to a class. */
import "./Dice.css";

const SEEDS = 1000;

interface DiceProps {
  readonly testid: string;
  readonly label: string;
  readonly onRoll: (seed: number) => void;
}

export const Dice = ({ testid, label, onRoll }: DiceProps) => (
  <button
    type="button"
    class="quiet dice"
    data-testid={testid}
    title={label}
    onClick={() => onRoll(Math.floor(Math.random() * SEEDS))}
  >
    <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
      <rect x="4" y="4" width="16" height="16" rx="3" />
      <path d="M8.5 8.5v.01M15.5 15.5v.01M12 12v.01M15.5 8.5v.01M8.5 15.5v.01" stroke-width="2.6" />
    </svg>
  </button>
);
