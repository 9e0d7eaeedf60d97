// Adds the reader's own time below Japan time where the two differ. Without this script Japan time stands alone.

const JAPAN = "Asia/Tokyo";

function formatted(starts, ends, language, timeZone) {
  const format = new Intl.DateTimeFormat(language, {
    timeZone, month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  return format.formatRange(starts, ends);
}

export function localTime(starts, ends, language, zone) {
  const here = formatted(starts, ends, language, zone);
  return here === formatted(starts, ends, language, JAPAN) ? "" : here;
}

for (const place of document.querySelectorAll("[data-local-time]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = localTime(new Date(place.dataset.starts), new Date(place.dataset.ends), document.documentElement.lang, zone);
  if (time) {
    place.textContent = place.dataset.localTime.replace("{zone}", zone).replace("{time}", time);
    place.hidden = false;
  }
}
