import { attempt } from "./attempt.js";
import { IN_COMMON } from "./config.js";

// Whether an instance may now keep names on the device, and the pattern of the names.
export const keepers = [];

// Deletes what was declared and nobody else may keep, and nothing else: cookies over every parent domain and every prefix of
// the path (a cookie's own domain and path cannot be read, and a public suffix is refused in silence), and keys of both
// storages. `names` may match inside other names and values, too: what is deleted then is a declared name all the same.
export const erase = names => {
  (document.cookie + attempt(() => ";" + Object.keys(localStorage) + "," + Object.keys(sessionStorage))).replace(names, name => {
    if (IN_COMMON && keepers.some(([allowed, theirs]) => allowed() > 1 && !name.replace(theirs, ""))) {
      return;
    }
    for (let path = location.pathname; path; path = path.replace(/[^/]+$|.$/, "")) {
      for (
        let domain = "." + location.hostname;
        (document.cookie = name + "=;max-age=0;path=" + path + ";domain=" + domain), domain;
        domain = domain.replace(/.[^.]*/, "")
      ) {}
    }
    attempt(() => {
      delete localStorage[name];
      delete sessionStorage[name];
    });
  });
};
