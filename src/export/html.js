// Steps through the pictures of this page. Without this script they stand one below the other.
(() => {
  'use strict';

  const steps = Array.from(document.querySelectorAll('.step'));
  const heard = document.querySelector('.heard');
  const place = document.querySelector('summary');
  const list = document.querySelector('details');
  const links = Array.from(list.querySelectorAll('a'));
  const [back, on] = document.querySelectorAll('nav button');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const moving = 550, most = 3000;
  let now = -1, stop = null;

  // What several pictures share is written once; here each gets its own.
  const ownOf = id => {
    const own = document.getElementById(id).cloneNode(true);
    own.dataset.same = id;
    own.removeAttribute('id');
    return own;
  };
  // Pictures on the way list their shapes, and hold those that are new: "1-40 77"; "p" is a picture inside.
  const fill = box => {
    const parts = Array.from(box.children).filter(child => child.dataset.part !== undefined);
    const order = [];
    for (const item of box.dataset.shapes.split(' ').filter(Boolean)) {
      const [first, last] = item.split('-').map(Number);
      if (item === 'p')
        order.push(fill(parts.shift()));
      for (let number = first; number <= (last || first); number += 1) {
        const there = document.getElementById('s' + number);
        order.push(there.parentNode === box ? there : ownOf('s' + number));
      }
    }
    box.removeAttribute('data-shapes');
    box.replaceChildren(...order);
    return box;
  };
  const whole = svg => {
    if (svg.dataset.shapes !== undefined)
      fill(svg);
    for (const use of svg.querySelectorAll('use'))
      use.replaceWith(ownOf(use.getAttribute('href').slice(1)));
    for (const shape of svg.querySelectorAll('g[id]'))
      shape.dataset.same = shape.id;
    return svg;
  };
  const pictures = step => Array.from(step.querySelectorAll('figure > svg'), whole);

  // The shapes of a picture by what they stand for; those that stand for nothing by how they look.
  const shapesOf = svg => {
    const all = new Map();
    for (const shape of svg.querySelectorAll('[data-same]')) {
      const name = shape.dataset.key || (shape.hasAttribute('data-grid') ? 'grid' : shape.dataset.same);
      let key = name, n = 0;
      while (all.has(key)) {
        n += 1;
        key = name + '#' + n;
      }
      all.set(key, shape);
    }
    return all;
  };
  const placeOf = shape => {
    const [x, y, width, height] = shape.dataset.at.split(' ').map(Number);
    return { x, y, width, height };
  };
  // Where a shape comes from, or goes to, that is in one picture only: the nearest it belongs to.
  const origin = (shape, own, other) => {
    for (let key = shape.dataset.in; key; key = own.has(key) ? own.get(key).dataset.in : null)
      if (other.has(key))
        return placeOf(other.get(key));
    return null;
  };

  const mix = (a, b, t) => a + (b - a) * t;
  const set = (part, values) => {
    for (const name in values)
      part.setAttribute(name, values[name]);
  };
  // A shape in another rectangle: boxes get its size, texts stay as they are and move along.
  const put = (shape, rect) => {
    const home = placeOf(shape);
    const dx = rect.x - home.x, dy = rect.y - home.y;
    const mx = dx + (rect.width - home.width) / 2, my = dy + (rect.height - home.height) / 2;
    const isBox = shape.querySelector('rect') !== null;
    for (const part of shape.children) {
      if (part.tagName === 'rect') {
        part.home = part.home || ['x', 'y', 'width', 'height'].map(name => Number(part.getAttribute(name)));
        const [x, y, width, height] = part.home;
        set(part, { x: x + dx, y: y + dy, width: Math.max(0, width + rect.width - home.width),
                    height: Math.max(0, height + rect.height - home.height) });
      } else if (part.tagName === 'text' || isBox)
        set(part, { transform: `translate(${mx} ${my})` });
      else {
        const sx = home.width ? rect.width / home.width : 1, sy = home.height ? rect.height / home.height : 1;
        set(part, { transform: `translate(${rect.x} ${rect.y}) scale(${sx} ${sy}) translate(${-home.x} ${-home.y})` });
      }
    }
  };

  // Everything about how a shape looks but where and how large it is.
  const look = shape => Array.from(shape.children, part => part.tagName === 'title' ? '' :
    [part.tagName, part.textContent, part.getAttribute('fill'), part.getAttribute('stroke'),
     part.getAttribute('stroke-dasharray')].join()).join();

  // One picture on its way to another: a copy of the second, with what has to move.
  const between = (from, to) => {
    const stage = to.cloneNode(true);
    const before = shapesOf(from), after = shapesOf(stage);
    const moves = [];
    for (const [key, shape] of after) {
      const old = before.get(key);
      if (old && old.dataset.same === shape.dataset.same)
        continue;
      if (!old) {
        const start = shape.dataset.key ? origin(shape, after, before) : null;
        moves.push({ shape, start, end: start && placeOf(shape), fade: [0, 1] });
        continue;
      }
      const isPlaced = shape.dataset.at !== undefined;
      const start = isPlaced && placeOf(old), end = isPlaced && placeOf(shape);
      if (isPlaced && look(shape) === look(old)) {
        moves.push({ shape, start, end, fade: [1, 1] });
        continue;
      }
      // Grounds stay until the new one covers them; words give way.
      const ghost = old.cloneNode(true);
      const isGround = !isPlaced || ghost.querySelector('rect') !== null;
      shape.before(ghost);
      moves.push({ shape: ghost, start, end, fade: isGround ? [1, 1] : [1, 0],
                   words: isGround ? ghost.querySelectorAll('text') : [] });
      moves.push({ shape, start, end, fade: [0, 1] });
    }
    for (const [key, old] of before)
      if (!after.has(key)) {
        const ghost = old.cloneNode(true), part = old.closest('[data-part]');
        const end = old.dataset.key ? origin(old, before, after) : null;
        (part && stage.querySelector(`[data-part="${part.dataset.part}"]`) || stage).append(ghost);
        moves.push({ shape: ghost, start: end && placeOf(old), end, fade: [1, 0] });
      }
    for (const move of moves)
      move.opacity = Number(move.shape.getAttribute('opacity') || 1);
    const show = t => {
      for (const { shape, start, end, fade, opacity, words } of moves) {
        shape.setAttribute('opacity', opacity * mix(fade[0], fade[1], t));
        for (const word of words || [])
          word.setAttribute('opacity', 1 - t);
        if (start && end)
          put(shape, { x: mix(start.x, end.x, t), y: mix(start.y, end.y, t),
                       width: mix(start.width, end.width, t), height: mix(start.height, end.height, t) });
      }
    };
    show(0);
    return { stage, show };
  };

  const ease = t => t < 0.5 ? 4 * t * t * t : 1 - Math.pow(2 - 2 * t, 3) / 2;
  const animate = (way, figure) => {
    const length = Math.min(moving, most / (way.length - 1));
    let at = 0, began = null, current = null, frame = 0;
    stop = () => {
      cancelAnimationFrame(frame);
      if (current)
        current.stage.remove();
      figure.classList.remove('moves');
      stop = null;
    };
    const tick = time => {
      if (began === null) {
        const next = between(way[at], way[at + 1]);
        next.stage.setAttribute('class', 'stage');
        next.stage.setAttribute('aria-hidden', 'true');
        if (current)
          current.stage.remove();
        current = next;
        figure.append(current.stage);
        figure.classList.add('moves');
        began = time;
      }
      const t = Math.min(1, (time - began) / length);
      current.show(ease(t));
      if (t === 1) {
        at += 1;
        began = null;
        if (at + 1 >= way.length) {
          stop();
          return;
        }
      }
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
  };

  const show = (next, isSaid) => {
    next = Math.max(0, Math.min(steps.length - 1, next));
    if (stop)
      stop();
    if (next === now)
      return;
    const before = now, own = pictures(steps[next]);
    now = next;
    steps.forEach((step, i) => step.classList.toggle('now', i === now));
    links.forEach((link, i) => i === now ? link.setAttribute('aria-current', 'step') : link.removeAttribute('aria-current'));
    place.textContent = `${now + 1} / ${steps.length}`;
    back.disabled = now === 0;
    on.disabled = now === steps.length - 1;
    list.open = false;
    if (location.hash !== '#' + steps[now].id && (isSaid || location.hash))
      history.replaceState(null, '', '#' + steps[now].id);
    if (isSaid)
      heard.textContent = steps[now].dataset.said;
    if (before < 0 || calm.matches || Math.abs(now - before) !== 1)
      return;
    const other = pictures(steps[before]);
    animate(now > before ? [other[other.length - 1], ...own] : [...other.reverse(), own[own.length - 1]],
            steps[now].querySelector('figure'));
  };
  const named = () => steps.findIndex(step => '#' + step.id === location.hash);

  back.addEventListener('click', () => show(now - 1, true));
  on.addEventListener('click', () => show(now + 1, true));
  addEventListener('hashchange', () => show(Math.max(0, named()), true));
  links.forEach((link, i) => link.addEventListener('click', event => {
    event.preventDefault();
    show(i, true);
  }));

  addEventListener('keydown', event => {
    const isButton = event.target.closest && event.target.closest('button, a, summary');
    if (event.ctrlKey || event.altKey || event.metaKey || (isButton && (event.key === ' ' || event.key === 'Enter')))
      return;
    const to = { ArrowRight: now + 1, PageDown: now + 1, Enter: now + 1, ' ': event.shiftKey ? now - 1 : now + 1,
                 ArrowLeft: now - 1, PageUp: now - 1, Backspace: now - 1, Home: 0, End: steps.length - 1 }[event.key];
    if (event.key === 'Escape')
      list.open = false;
    if (to === undefined)
      return;
    event.preventDefault();
    show(to, true);
  });

  // A click goes on, in the left third back; not at the end of a selection.
  for (const figure of document.querySelectorAll('figure'))
    figure.addEventListener('click', event => {
      if (String(getSelection()) === '')
        show(event.clientX < innerWidth / 3 ? now - 1 : now + 1, true);
    });
  let finger = null;
  addEventListener('touchstart', event => {
    finger = event.touches.length === 1 ? event.touches[0].clientX : null;
  }, { passive: true });
  addEventListener('touchend', event => {
    const way = finger === null ? 0 : event.changedTouches[0].clientX - finger;
    finger = null;
    if (Math.abs(way) > 40)
      show(way < 0 ? now + 1 : now - 1, true);
  });

  // All sentences get the room of the longest: the pictures keep their size.
  const root = document.documentElement;
  const measure = () => {
    const rule = document.createElement('p');
    rule.className = 'said';
    rule.style.position = 'absolute';
    rule.style.minHeight = '0';
    rule.style.width = Math.min(innerWidth - 40, 62 * parseFloat(getComputedStyle(root).fontSize)) + 'px';
    document.body.append(rule);
    let highest = 0;
    for (const said of document.querySelectorAll('.step .said')) {
      rule.textContent = said.textContent;
      highest = Math.max(highest, rule.offsetHeight);
    }
    rule.remove();
    root.style.setProperty('--said', highest + 'px');
  };
  addEventListener('resize', measure);

  root.classList.add('plays');
  measure();
  show(Math.max(0, named()), false);
})();
