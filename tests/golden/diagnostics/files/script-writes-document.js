document.write("<div id=chat></div>");
