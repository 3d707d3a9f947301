import { attempt } from "./attempt.js";

const names = (store, pattern) => Object.keys(store).filter(name => pattern.test(name));

// Deletes what was declared, and nothing else: cookies over every parent domain and every prefix of the path (a cookie's own
// domain and path cannot be read, and a public suffix is refused in silence), then keys of both storages.
export const erase = (cookies, storage) => {
  cookies &&
    document.cookie
      .split("; ")
      .map(cookie => cookie.split("=")[0])
      .filter(name => cookies.test(name))
      .map(name => {
        for (let path = location.pathname; path; path = path.replace(/[^/]+$|.$/, "")) {
          for (
            let domain = "." + location.hostname;
            (document.cookie = name + "=;max-age=0;path=" + path + ";domain=" + domain), domain;
            domain = domain.replace(/.[^.]*/, "")
          ) {}
        }
      });
  storage &&
    [() => localStorage, () => sessionStorage].map(store =>
      attempt(() => names(store(), storage).map(name => store().removeItem(name)))
    );
};
