// Message text on the page. The server has cleaned `html`; here it is built anew from the few tags it may hold, so that
// nothing else could come in, whoever sent the frame.
const TAGS = new Set(["P", "BR", "STRONG", "EM", "CODE", "PRE", "UL", "OL", "LI", "BLOCKQUOTE", "A"]);
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "NOSCRIPT", "TEXTAREA", "TITLE"]);
const LINK = /^https?:\/\//i;

function copyInto(place, nodes) {
  for (const node of nodes) {
    if (node.nodeType === Node.TEXT_NODE) place.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName)) continue;
    const isKept = TAGS.has(node.tagName);
    const copy = isKept ? document.createElement(node.tagName) : place;
    if (node.tagName === "A" && LINK.test(node.getAttribute("href") ?? "")) {
      copy.href = node.getAttribute("href");
      copy.rel = "noopener nofollow ugc";
    }
    copyInto(copy, node.childNodes);
    if (isKept) place.append(copy);
  }
}

export function showText(place, payload) {
  place.replaceChildren();
  place.toggleAttribute("data-html", Boolean(payload.html));
  if (payload.html) copyInto(place, new DOMParser().parseFromString(payload.html, "text/html").body.childNodes);
  else place.textContent = payload.body ?? "";
}
