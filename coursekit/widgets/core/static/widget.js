// A live picture as the whole of a widget; a question card can hold one as well (answers.js).
import { Client, View } from "./live_picture.js";

// `initialize` and `render` are handed different proxies of one model; its spec is the same object for both.
const clients = new WeakMap();

export default {
  initialize({ model }) {
    clients.set(model.get("_spec"), new Client(model));
  },
  render({ model, el }) {
    return new View(clients.get(model.get("_spec")), el).attach();
  },
};
