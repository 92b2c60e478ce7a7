// Leaflet guesses its image folder from a stylesheet that may still be loading; say it outright.
L.Icon.Default.imagePath = new URL("leaflet/images/", document.currentScript.src).href;
