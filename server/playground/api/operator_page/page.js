// Everything that users have typed is put in as text, never as markup.
const EVERY_MS = 2000;
const byId = (id) => document.getElementById(id);
const notice = byId("notice");
let token = "";
let paused = false;
let timer;

const element = (name, text) => {
  const made = document.createElement(name);
  made.textContent = text ?? "";
  return made;
};

async function call(path, body) {
  const answer = await fetch(path, {
    method: body === undefined ? "GET" : "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail);
  return told;
}

function button(text, question, command) {
  const made = element("button", text);
  made.type = "button";
  made.onclick = async () => {
    if (question !== null && !window.confirm(question)) return;
    try {
      await call("/api/operator/commands", command);
      await show();
    } catch (problem) {
      notice.textContent = problem.message;
    }
  };
  return made;
}

function fill(id, columns, rows) {
  const head = document.createElement("tr");
  head.append(...columns.map((name) => element("th", name)));
  const body = rows.map((cells) => {
    const row = document.createElement("tr");
    for (const cell of cells) {
      const place = document.createElement("td");
      place.append(...(Array.isArray(cell) ? cell : [String(cell ?? "")]));
      row.append(place);
    }
    return row;
  });
  byId(id).replaceChildren(head, ...body);
}

const grouped = (count) => Math.round(count).toLocaleString("en");
const time = (seconds) => new Date(seconds * 1000).toLocaleString();
const entries = (counts, digits = grouped) =>
  Object.entries(counts)
    .map(([name, count]) => `${name}: ${digits(count)}`)
    .join(", ") || "none";

function draw(now) {
  paused = now.paused;
  const facts = {
    Version: now.version,
    Trainers: now.ready ? entries(now.trainers) : "starting",
    Places: `${now.placed} of ${now.places}`,
    Sessions: entries(now.sessions),
    Pages: now.viewers,
    "Steps per second": entries(now.steps),
    Classes: now.classes,
    "Store behind": `${now.behind_s.toFixed(2)} s`,
  };
  byId("now").replaceChildren(
    ...Object.entries(facts).map(([name, value]) => {
      const pair = document.createElement("div");
      pair.append(element("dt", name), element("dd", String(value)));
      return pair;
    }),
  );
  byId("admissions").textContent = paused ? "Take in sessions again" : "Take in nothing new";
  fill(
    "sessions",
    ["name", "state", "pages", "step", "steps/s", "device", "parameters", "person", "class", ""],
    now.list.map((each) => [
      each.name || each.id,
      each.state === "queued" ? `queued, number ${each.place}` : `${each.state}, ${each.run}`,
      each.viewers,
      grouped(each.step),
      grouped(each.steps_per_second),
      each.device,
      grouped(each.parameters),
      (each.owner ?? "").slice(0, 8),
      (each.classroom ?? "").slice(0, 8),
      [
        button("Park", null, { type: "park", session: each.id }),
        button("Delete", "Delete this session and all that is kept of it, permanently?", {
          type: "close",
          session: each.id,
        }),
      ],
    ]),
  );
  fill(
    "classes",
    ["code", "pupils", "until", "door", ""],
    now.classrooms.map((each) => [
      each.code,
      each.pupils,
      time(each.until),
      each.door_closed ? "closed" : "open",
      [button("End", "End this class?", { type: "end_class", classroom: each.id })],
    ]),
  );
  fill(
    "busiest",
    ["person", "sessions"],
    now.busiest.map((each) => [each.owner.slice(0, 8), each.sessions]),
  );
  fill(
    "errors",
    ["time", "level", "what", "more"],
    now.errors.map(({ timestamp, level, event, ...more }) => [
      timestamp,
      level,
      event,
      Object.entries(more)
        .map(([name, value]) => `${name}: ${value}`)
        .join(", "),
    ]),
  );
}

async function show() {
  clearTimeout(timer);
  try {
    draw(await call("/api/operator"));
    notice.textContent = "";
    byId("entrance").hidden = true;
    byId("standing").hidden = false;
    timer = setTimeout(show, EVERY_MS);
  } catch (problem) {
    notice.textContent = problem.message;
    // A server that is started anew is asked again; a wrong token is typed again.
    if (byId("entrance").hidden) timer = setTimeout(show, EVERY_MS);
  }
}

byId("entrance").onsubmit = (event) => {
  event.preventDefault();
  token = byId("token").value;
  byId("token").value = "";
  void show();
};

byId("admissions").onclick = async () => {
  try {
    await call("/api/operator/commands", { type: "admissions", paused: !paused });
    await show();
  } catch (problem) {
    notice.textContent = problem.message;
  }
};
