const box = document.createElement("div");
box.id = chatId;
documnt.body.append(box);
