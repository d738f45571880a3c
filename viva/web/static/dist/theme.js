"use strict";(()=>{var t=(()=>{try{return localStorage.getItem("viva-theme")}catch{return null}})();(t==="light"||t==="dark")&&(document.documentElement.dataset.theme=`viva-${t}`);})();
