// What the site itself does: a banner with two answers. The first line makes tagc() callable before the container is there;
// what is said to it waits.
window.tagc = window.tagc || Object.assign(function () { tagc.q.push(arguments); }, { q: [] });

const answer = granted => {
  tagc("consent", { marketing: granted });
  document.querySelector("#banner").hidden = true;
};

document.querySelector("#accept").addEventListener("click", () => answer(true));
document.querySelector("#refuse").addEventListener("click", () => answer(false));
document.querySelector("#withdraw").addEventListener("click", () => {
  tagc("consent", "revoke");
  document.querySelector("#banner").hidden = false;
});
