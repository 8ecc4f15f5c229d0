/** A target typed as a formula: tried on the server while it is typed, in use once it is one. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { problemText } from "../../i18n/problem";
import { isOneDimensional } from "../../spec/datasets";
import { changeData } from "../../spec/spec";
import { edit } from "../../state/sync/edits";
import { previewData, Refusal } from "../../wire/api";
import { DATA } from "../../wire/catalogue";
import type { DataSpec, DatasetName, Problem } from "../../wire/types";
import "./FormulaField.css";

const TYPING_MS = 200;

const EXAMPLES: Readonly<Partial<Record<DatasetName, readonly string[]>>> = {
  formula_curve: ["sin(x1)", "x1^2 / 18 - 1", "abs(x1) / 3 - 1", "exp(-x1^2)", "sin(x1^2 / 3)"],
  formula_surface: [
    "sin(x1) * cos(x2)",
    "x1 * x2 / 18",
    "exp(-(x1^2 + x2^2) / 8)",
    "sin(sqrt(x1^2 + x2^2))",
    "max(x1, x2) / 6",
  ],
};

export function FormulaField({ data }: { readonly data: DataSpec }) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const newest = useRef("");
  const shown = draft ?? data.formula;

  const take = (formula: string) => {
    edit("data.formula", (before) => changeData(before, { formula }));
    setDraft(null);
    setProblem(null);
  };
  const check = async (formula: string) => {
    try {
      await previewData({ ...data, formula });
      if (newest.current === formula) take(formula);
    } catch (why) {
      if (newest.current === formula && why instanceof Refusal) setProblem(why.problem);
    }
  };
  const type = (formula: string, wait: number) => {
    newest.current = formula;
    setDraft(formula);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void check(formula), wait);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  // What was a mistake on the line may be none on the plane.
  useEffect(() => {
    if (draft !== null) type(draft, 0);
  }, [data.dataset]);

  return (
    <div class="formula-field" data-wrong={problem !== null}>
      <label for={id}>
        {t("formula.name")}{" "}
        <span class="formula-of">{isOneDimensional(data) ? "f(x₁)" : "f(x₁, x₂)"}</span>
      </label>
      <input
        id={id}
        type="text"
        data-testid="formula"
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        maxLength={DATA.formula.maxLength}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-said`}
        value={shown}
        onInput={({ currentTarget }) => type(currentTarget.value, TYPING_MS)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && draft !== null) type(draft, 0);
          if (event.key !== "Escape" || draft === null) return;
          event.stopPropagation();
          newest.current = "";
          setDraft(null);
          setProblem(null);
        }}
      />
      <div id={`${id}-said`} role="status" data-testid="formula-said">
        {problem === null ? (
          <p class="quiet-note">{t("formula.hint")}</p>
        ) : (
          <Wrong problem={problem} formula={shown} />
        )}
      </div>
      {problem?.code === "formula_of_x2" && (
        <button
          type="button"
          data-testid="formula-surface"
          onClick={() => {
            edit("data.formula", (before) =>
              changeData(before, { dataset: "formula_surface", formula: shown }),
            );
            setDraft(null);
            setProblem(null);
          }}
        >
          {t("formula.surface")}
        </button>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: the panel is the fieldset */}
      <div class="formula-examples" role="group" aria-label={t("formula.examples")}>
        {EXAMPLES[data.dataset]?.map((example) => (
          <button
            key={example}
            type="button"
            class="formula-example"
            aria-pressed={shown === example}
            onClick={() => type(example, 0)}
          >
            {example}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Where a formula goes wrong, cut in three: before, the place, after. Places count from 1. */
export function markedAt(formula: string, position: number): [string, string, string] {
  const letters = [...formula];
  const at = Math.max(0, Math.min(letters.length, position - 1));
  return [letters.slice(0, at).join(""), letters[at] ?? " ", letters.slice(at + 1).join("")];
}

function Wrong({ problem, formula }: { readonly problem: Problem; readonly formula: string }) {
  const { position } = problem.params;
  const parts = typeof position === "number" ? markedAt(formula, position) : null;
  return (
    <div class="formula-wrong">
      {parts !== null && (
        <code aria-hidden="true" data-testid="formula-place">
          {parts[0]}
          <mark>{parts[1]}</mark>
          {parts[2]}
        </code>
      )}
      <p>{problemText(problem)}</p>
    </div>
  );
}
