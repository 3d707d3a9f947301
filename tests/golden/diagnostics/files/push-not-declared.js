window.dataLayer.push({ event: "chat_opened" });
window.dataLayer.push({ event: "chat_closed" });
