// What the page does beyond being read: one search box over the embedded decisions. Text goes in as text, never as HTML.

let reportScript = """
  (function(){
  "use strict";
  var root=document.documentElement;root.classList.add("scripted");
  var data=JSON.parse(document.getElementById("data").textContent);
  var T=data.texts,form=document.getElementById("search-form"),box=document.getElementById("q"),
  list=document.getElementById("hits"),said=document.getElementById("said");
  function fold(s){return s.normalize("NFKC").toUpperCase().replace(/\\s+/g,"")}
  var keys=data.entries.map(function(e){return [fold(e[0]),fold(T[e[2]]),fold(T[e[1]])]});
  var signs={met:"✓",failed:"✗",doubtful:"？",noted:"·"},spoken={met:"符合",failed:"不符合",doubtful:"待核",noted:"说明"};
  function el(name,cls,text){var n=document.createElement(name);if(cls)n.className=cls;if(text!==undefined)n.textContent=text;return n}
  function steps(e){
    var ol=el("ol","steps");
    for(var i=0;i<e[10].length;i+=3){
      var kind=data.outcomes[e[10][i]],li=el("li",kind),s=el("span","sign",signs[kind]);
      s.setAttribute("aria-hidden","true");li.append(s,el("span","unseen",spoken[kind]+"："),el("span","",T[e[10][i+1]]));
      var b=T[e[10][i+2]];if(b)li.append(el("span","basis",b));
      ol.append(li)}
    return ol}
  function hit(e,open){
    var d=el("details","hit "+data.statuses[e[8]][0]),s=el("summary"),body=el("div");
    s.append(el("b","",e[0]),document.createTextNode("　"+T[e[1]]),el("span","status",data.statuses[e[8]][1]+(e[9]?" "+e[9]+" 万元":"")),
      document.createTextNode(T[e[3]]+(T[e[4]]?"（"+T[e[4]]+"）":"")));
    d.append(s);
    var more=[T[e[2]],T[e[5]],T[e[6]],T[e[7]]].filter(Boolean).join("　");
    body.append(el("p","soft small",more));d.append(body);
    d.addEventListener("toggle",function(){if(d.open&&!d.filled){d.filled=true;body.append(steps(e))}});
    d.open=open;if(open&&!d.filled){d.filled=true;body.append(steps(e))}
    return d}
  function find(q){
    var k=fold(q);if(!k)return null;
    for(var column=0;column<2;column++){var exact=[];keys.forEach(function(x,i){if(x[column]===k)exact.push(i)});if(exact.length)return exact}
    var part=[];keys.forEach(function(x,i){if(x[2].indexOf(k)>=0||(k.length>2&&(x[0].indexOf(k)>=0||x[1].indexOf(k)>=0)))part.push(i)});
    return part}
  function show(){
    var found=find(box.value);list.textContent="";
    if(!found){said.textContent="";return}
    said.textContent=found.length?"找到 "+found.length+" 件"+(found.length>50?"，列出前 50 件，请写得更具体些":""):"没有与“"+box.value.trim()+"”相符的申报";
    found.slice(0,50).forEach(function(i){var li=el("li");li.append(hit(data.entries[i],found.length<4));list.append(li)})}
  var timer;box.addEventListener("input",function(){clearTimeout(timer);timer=setTimeout(show,150)});
  form.addEventListener("submit",function(e){e.preventDefault();clearTimeout(timer);show()});
  document.addEventListener("keydown",function(e){if(e.key==="/"&&document.activeElement!==box){e.preventDefault();box.focus()}});
  function asked(){var m=/^#q=(.*)$/.exec(location.hash);if(m){box.value=decodeURIComponent(m[1]);show();document.getElementById("search").scrollIntoView()}}
  window.addEventListener("hashchange",asked);asked();if(box.value)show();
  })();
  """
