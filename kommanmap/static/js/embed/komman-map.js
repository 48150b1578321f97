// For other websites: <komman-map src="https://…/embed/liste?…">links for those without script</komman-map>. Shows the
// places in a frame that is always as high as its content. No cookie, no storage, nothing of the page around is read.

(() => {
  const TEXTS = __TEXTS__; // language code → what is said when the server does not answer
  const home = new URL(document.currentScript.src).origin;
  const MOST_WAIT_MS = 20_000; // for the first sign of life
  const AFTER_LOAD_MS = 3_000; // a frame that has loaded and says nothing shows no page of ours
  const HIGHEST_PX = 200_000;
  const MAY = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox";

  class KommanMap extends HTMLElement {
    #frame = null;
    #links = null;
    #note = null;
    #timer = 0;
    #heard = (event) => this.#hear(event);

    connectedCallback() {
      if (!this.#frame && !this.#build()) return;
      addEventListener("message", this.#heard);
      this.#waitFor(MOST_WAIT_MS);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
      clearTimeout(this.#timer);
    }

    /** A frame beside the links; only our own server is ever framed. */
    #build() {
      let address;
      try {
        address = new URL(this.getAttribute("src"), home);
      } catch {
        return false;
      }
      if (address.origin !== home || !address.pathname.includes("/embed/")) return false;
      const frame = document.createElement("iframe");
      frame.title = this.getAttribute("title") || "KommAnMap";
      frame.allow = "geolocation";
      frame.setAttribute("sandbox", MAY);
      Object.assign(frame.style, { display: "block", width: "100%", height: "0", border: "0", visibility: "hidden" });
      frame.addEventListener("load", () => this.#waitFor(AFTER_LOAD_MS));
      frame.src = address.href;
      const note = document.createElement("p");
      note.setAttribute("role", "status");
      const links = document.createElement("slot");
      this.attachShadow({ mode: "open" }).append(note, links, frame);
      this.style.display = "block";
      this.removeAttribute("title"); // the frame has it now
      [this.#frame, this.#links, this.#note] = [frame, links, note];
      this.#say("");
      return true;
    }

    #waitFor(time) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#show(false), time);
    }

    /** Only what our own frame says is heard, and only when it comes from our own server. */
    #hear(event) {
      if (event.origin !== home || event.source !== this.#frame.contentWindow) return;
      const height = event.data?.kommanmap?.height;
      if (!Number.isFinite(height) || height <= 0) return;
      const { top, bottom } = this.getBoundingClientRect();
      const shrinks = top < 0 && bottom > 0 && top + height < 0; // a shorter answer would leave the reader below it
      this.#frame.style.height = `${Math.min(Math.ceil(height), HIGHEST_PX)}px`;
      this.#show(true);
      if (shrinks) this.scrollIntoView();
    }

    #show(alive) {
      clearTimeout(this.#timer);
      this.#links.style.display = alive ? "none" : "block";
      this.#frame.style.visibility = alive ? "visible" : "hidden";
      if (!alive) this.#frame.style.height = "0";
      this.#say(alive ? "" : TEXTS[(this.closest("[lang]")?.lang ?? "de").slice(0, 2)] ?? TEXTS.de);
    }

    #say(text) {
      this.#note.textContent = text;
      this.#note.style.display = text ? "block" : "none";
    }
  }

  if (!customElements.get("komman-map")) customElements.define("komman-map", KommanMap);
})();
