// The list: htmx exchanges results and counts, this keeps the reader's place. Without either the form does it all.
"use strict";
{
  const one = (id) => document.getElementById(id);
  const on = (name, act) => // What the search box suggests leaves the list as it is.
    document.addEventListener(`htmx:${name}`, (event) => {
      if ((event.detail.requestConfig?.elt ?? event.detail.elt)?.id !== "id_q") act(event.detail, event);
    });
  let focused;
  // A field left empty asks for nothing and has no place in the address.
  one("filters").addEventListener("formdata", ({ formData }) => {
    for (const name of new Set(formData.keys())) if (!formData.get(name)) formData.delete(name);
  });

  // What the reader opened stays open; a field in which the reader is typing stays as it is.
  on("oobBeforeSwap", ({ target, fragment }) => {
    const twin = (id) => fragment.querySelector(`#${id}`);
    for (const { id } of target.querySelectorAll("[open] > summary")) twin(id)?.parentElement.setAttribute("open", "");
    for (const field of target.querySelectorAll(".field input, .finder input")) keepTyping(field, twin(field.id));
  });
  const keepTyping = (field, answered) => {
    const typed = field.value !== field.defaultValue;
    if (!answered || !(typed || field === document.activeElement)) return;
    answered.setAttribute("hx-preserve", "");
    if (!typed) field.value = answered.value;
    field.defaultValue = answered.defaultValue;
  };

  on("beforeRequest", (detail) => {
    detail.error = ""; // Else htmx prints an error for each request that gave way to a later one.
    one("list-trouble").hidden = true;
    one("results").setAttribute("aria-busy", "true");
  });
  on("afterRequest", () => one("results").removeAttribute("aria-busy"));
  for (const fault of ["responseError", "sendError", "timeout"]) {
    // When going back fails, the address has changed already: then the browser says what is wrong.
    on(fault, ({ elt }) => (elt.id === "list" ? location.reload() : (one("list-trouble").hidden = false)));
  }

  on("beforeSwap", (detail) => {
    focused = document.activeElement;
    if (!detail.shouldSwap || detail.serverResponse.includes('id="results"')) return;
    detail.shouldSwap = false; // Another page answers, a listing or the login of a network: go there.
    location.assign(detail.xhr.responseURL);
  });
  on("afterOnLoad", ({ successful, requestConfig: { triggeringEvent } }) => {
    if (document.activeElement === document.body) focused.focus({ preventScroll: true }); // Moved, so it lost it.
    const submitted = triggeringEvent?.type === "submit" && !focused.closest(".panel input");
    const lost = !focused.isConnected && document.activeElement === document.body;
    if (successful && (submitted || lost)) one("result-count").focus({ preventScroll: !submitted });
    document.activeElement.closest(".panel :focus-visible")?.scrollIntoView({ block: "nearest" });
  });
  on("beforeHistoryUpdate", ({ history }) => {
    if (history.path === location.pathname + location.search) history.type = "replace";
  });
  on("historyCacheMiss", ({ path }, event) => {
    event.preventDefault();
    htmx.ajax("GET", path, { source: "#list", push: "false" }).catch(() => {}); // Said above.
  });
}
