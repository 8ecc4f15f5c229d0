/** “How this file was read”: what was guessed, each to be changed, and what is told of it. */
import { useEffect, useId, useState } from "preact/hooks";
import { t } from "../../i18n";
import {
  decimalName,
  encodingName,
  headerName,
  noteText,
  separatorName,
  totalName,
} from "../../i18n/table-reading";
import { Select } from "../../ui/controls";
import { TypedNumber } from "../../ui/TypedNumber";
import {
  type Asked,
  isOfText,
  type Note,
  type Reading,
  type TextReading,
} from "../../wire/uploads";
import { FileButton } from "./FileButton";
import {
  askedOf,
  DECIMALS,
  ENCODINGS,
  MAX_SKIP,
  type Offer,
  offerOf,
  SEPARATORS,
  takenUp,
  wordsOf,
} from "./table-reading";
import { type Looked, readAgain, upload } from "./upload-state";
import "./HowRead.css";

interface HowReadProps {
  readonly looked: Looked;
  /** Of another reading than what is asked for where that is refused, and null where none was. */
  readonly reading: Reading | null;
  readonly notes: readonly Note[];
}

export function HowRead({ looked, reading, notes }: HowReadProps) {
  const { asked, source } = looked;
  const text = reading !== null && isOfText(reading) ? reading : null;
  const isTyped = reading !== null && text === null;
  if (isTyped && notes.length === 0) return null;
  return (
    <section class="how-read" aria-labelledby="how-read" data-testid="how-read">
      <h3 id="how-read">{t(reading === null ? "reading.name.unread" : "reading.name")}</h3>
      {source === null
        ? text !== null && <ReadBefore reading={text} />
        : !isTyped && <Fields asked={asked} reading={text} />}
      {reading !== null && !looked.unread && (
        <Notes notes={notes} reading={reading} asked={asked} fixed={source === null} />
      )}
    </section>
  );
}

interface FieldsProps {
  readonly asked: Asked;
  readonly reading: TextReading | null;
}

function Fields({ asked, reading }: FieldsProps) {
  const given = (name: string, text: string | null) =>
    asked[name as keyof Asked] === undefined ? text : null;
  const unsure = (name: string) =>
    given(name, "") !== null && (reading?.others[name]?.length ?? 0) > 0;
  const common = <Value extends string>(
    name: "encoding" | "separator" | "decimal",
    values: readonly Value[],
    nameOf: (value: Value) => string,
  ) => (
    <Chosen
      key={name}
      name={name}
      values={values}
      nameOf={nameOf}
      value={(asked[name] as Value | undefined) ?? null}
      detected={(reading?.[name] as Value | undefined) ?? null}
      others={unsure(name) ? values.filter((value) => reading?.others[name]?.includes(value)) : []}
      onValue={(value) => void readAgain({ [name]: value ?? undefined })}
    />
  );
  const whether = (name: "header" | "total", nameOf: (value: boolean) => string) => (
    <Chosen
      key={name}
      name={name}
      values={WHETHER}
      nameOf={(value) => nameOf(value === "true")}
      value={asked[name] === undefined ? null : textOf(asked[name])}
      detected={reading === null ? null : textOf(reading[name])}
      others={unsure(name) ? [reading?.[name] === true ? "false" : "true"] : []}
      onValue={(value) => void readAgain({ [name]: value === null ? undefined : value === "true" })}
    />
  );
  return (
    <div class="how-fields">
      {common("encoding", ENCODINGS, encodingName)}
      {common("separator", SEPARATORS, separatorName)}
      {common("decimal", DECIMALS, decimalName)}
      {whether("header", headerName)}
      {whether("total", totalName)}
      <SkipField asked={asked} reading={reading} />
      <EmptyField asked={asked} />
    </div>
  );
}

const WHETHER = ["true", "false"] as const;
const textOf = (value: boolean) => (value ? "true" : "false");

interface ChosenProps<Value extends string> {
  readonly name: "encoding" | "separator" | "decimal" | "header" | "total";
  readonly values: readonly Value[];
  readonly nameOf: (value: Value) => string;
  /** Null: it is guessed. */
  readonly value: Value | null;
  readonly detected: Value | null;
  /** What else the file could mean. */
  readonly others: readonly Value[];
  readonly onValue: (value: Value | null) => void;
}

const GUESS = "guess";

function Chosen<Value extends string>(props: ChosenProps<Value>) {
  const { name, values, nameOf, value, detected, others, onValue } = props;
  const id = useId();
  const guess =
    value === null && detected !== null
      ? t("reading.auto", { value: nameOf(detected) })
      : t("reading.detect");
  return (
    <div class="how-field" data-unsure={others.length > 0} title={t(`reading.${name}.tip`)}>
      <label for={id}>
        {t(`reading.${name}`)}
        {others.length > 0 && <em> {t("reading.unsure")}</em>}
      </label>
      <Select<Value | typeof GUESS>
        id={id}
        testid={`reading-${name}`}
        value={value ?? GUESS}
        options={[[GUESS, guess], ...values.map((each) => [each, nameOf(each)] as const)]}
        onValue={(chosen) => onValue(chosen === GUESS ? null : chosen)}
      />
      {others.map((other) => (
        <button
          key={other}
          type="button"
          class="slim-button"
          data-testid={`reading-${name}-other`}
          onClick={() => onValue(other)}
        >
          {t("reading.or")} {nameOf(other)}
        </button>
      ))}
    </div>
  );
}

function SkipField({ asked, reading }: FieldsProps) {
  const id = useId();
  const isGuessed = asked.skip === undefined;
  return (
    <div class="how-field" title={t("reading.skip.tip")}>
      <label for={id}>
        {t("reading.skip")}
        {isGuessed && <em> {t("reading.detected")}</em>}
      </label>
      <span class="how-number">
        <TypedNumber
          id={id}
          testid="reading-skip"
          value={asked.skip ?? reading?.skip ?? 0}
          min={0}
          max={MAX_SKIP}
          whole
          onValue={(skip) => void readAgain({ skip })}
        />
        {!isGuessed && (
          <button
            type="button"
            class="slim-button"
            data-testid="reading-skip-detect"
            onClick={() => void readAgain({ skip: undefined })}
          >
            {t("reading.detect")}
          </button>
        )}
      </span>
    </div>
  );
}

function EmptyField({ asked }: { readonly asked: Asked }) {
  const id = useId();
  const known = (asked.empty ?? []).join(", ");
  const [line, setLine] = useState(known);
  useEffect(() => setLine(known), [known]);
  const commit = () => {
    const empty = wordsOf(line);
    if (empty.join(", ") !== known) void readAgain({ empty });
    else setLine(known);
  };
  return (
    <div class="how-field" title={t("reading.empty.tip")}>
      <label for={id}>{t("reading.empty")}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        data-testid="reading-empty"
        placeholder={t("reading.empty.none")}
        value={line}
        onInput={({ currentTarget }) => setLine(currentTarget.value)}
        onBlur={commit}
        onKeyDown={({ key }) => {
          if (key === "Enter") commit();
        }}
      />
    </div>
  );
}

/** A file that is not at hand: how it was read, and the way to read it anew. */
function ReadBefore({ reading }: { readonly reading: TextReading }) {
  const rows = [
    ["encoding", encodingName(reading.encoding)],
    ["separator", separatorName(reading.separator)],
    ["decimal", decimalName(reading.decimal)],
    ["header", headerName(reading.header)],
    ["total", totalName(reading.total)],
    ["skip", String(reading.skip)],
    ...(reading.empty.length > 0 ? [["empty", reading.empty.join(", ")] as const] : []),
  ] as const;
  return (
    <>
      <dl class="how-fields">
        {rows.map(([name, value]) => (
          <div key={name} class="how-field" data-testid={`read-${name}`}>
            <dt>
              {t(`reading.${name}`)}
              {!reading.given.includes(name) && <em> {t("reading.detected")}</em>}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="how-away">
        {t("reading.away")}{" "}
        <FileButton
          class="slim-button"
          testid="reading-file"
          onFile={(file) => void upload(file, askedOf(reading))}
        >
          {t("reading.away.choose")}
        </FileButton>
      </p>
    </>
  );
}

interface NotesProps {
  readonly notes: readonly Note[];
  readonly reading: Reading;
  readonly asked: Asked;
  /** Nothing can be changed: the file is not at hand. */
  readonly fixed: boolean;
  /** In the row of the one column that they tell of. */
  readonly inRow?: boolean;
}

export function Notes({ notes, reading, asked, fixed, inRow = false }: NotesProps) {
  const tellsPictures =
    reading.pictures && !inRow && !notes.some(({ code }) => code === "read_pictures");
  if (notes.length === 0 && !tellsPictures) return null;
  return (
    <ul class="how-notes" data-testid="reading-notes">
      {notes.map((note, place) => {
        const offer = fixed ? null : offerOf(note, reading, asked);
        return (
          <li key={`${note.code} ${place}`} data-testid={note.code}>
            {noteText(note)} {offer !== null && <OfferButton offer={offer} asked={asked} />}
          </li>
        );
      })}
      {tellsPictures && (
        <li data-testid="reading-pictures">
          {t("reading.pictures")}{" "}
          {!fixed && <OfferButton offer={{ kind: "table" }} asked={asked} />}
        </li>
      )}
    </ul>
  );
}

export function OfferButton({ offer, asked }: { readonly offer: Offer; readonly asked: Asked }) {
  return (
    <button
      type="button"
      class="slim-button"
      data-testid={`offer-${offer.kind}`}
      onClick={() => void readAgain(takenUp(offer, asked))}
    >
      {offerText(offer)}
    </button>
  );
}

function offerText(offer: Offer): string {
  if (offer.kind === "word") return t("reading.offer.word", { word: offer.word });
  if (offer.kind === "decimal") {
    return t("reading.offer.decimal", { decimal: decimalName(offer.decimal) });
  }
  if (offer.kind === "header") {
    return t(offer.header ? "reading.offer.header.names" : "reading.offer.header.sample");
  }
  if (offer.kind === "total") {
    return t(offer.total ? "reading.offer.total.leave" : "reading.offer.total.keep");
  }
  return t(offer.kind === "table" ? "reading.offer.table" : "reading.offer.pictures");
}
