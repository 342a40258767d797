// Comfort only: every page works without this.
"use strict";

// After a refused form the eye and the screen reader begin at what is wrong.
document.querySelector("[data-focus]")?.focus();
