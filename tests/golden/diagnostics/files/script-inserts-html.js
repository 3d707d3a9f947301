const box = document.createElement("div");
box.innerHTML = "<b>Chat</b>";
document.body.append(box);
