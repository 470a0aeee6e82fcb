{ let scheme; try { scheme = localStorage.getItem("scheme"); } catch { } document.documentElement.dataset.scheme = scheme || "system"; }
