// Reads calendars with ical.js: one line of JSON in, one line of JSON out, until the input ends.
import { createInterface } from 'node:readline';
import ICAL from 'ical.js';

const text = (component, name) => component.getFirstPropertyValue(name) ?? '';

function moment(time) {
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) throw new Error(`${time} floats`);
  return time.toJSDate().toISOString();
}

function row(component) {
  const event = new ICAL.Event(component, { strictExceptions: true });
  return {
    uid: event.uid,
    start: moment(event.startDate),
    end: moment(event.endDate),
    summary: event.summary,
    status: text(component, 'status'),
    location: text(component, 'location'),
    description: text(component, 'description'),
  };
}

function read(calendar) {
  ICAL.TimezoneService.reset();
  const root = new ICAL.Component(ICAL.parse(calendar));
  for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  return root.getAllSubcomponents('vevent').map(row);
}

function answer(line) {
  try {
    return { rows: read(JSON.parse(line)) };
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(line))}\n`);
}
