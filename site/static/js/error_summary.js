// Bring what is wrong with a form to the reader's eyes and ears.
document.getElementById("erreurs").focus();
