document.querySelector("#accept").onclick = () => tagc("consent", { marketing: true });
