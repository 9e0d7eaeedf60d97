// allauth only writes to the console when a key cannot be read; a reader needs words.
document.addEventListener("allauth.error", () => {
  const notice = document.getElementById("key-problem");
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
});
