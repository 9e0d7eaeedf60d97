// Copies the result; without script the text is selected and copied by hand.
const result = document.getElementById("result");
const button = document.getElementById("copy");

if (navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(result.value);
    document.getElementById("copied").textContent = button.dataset.done;
  });
}
