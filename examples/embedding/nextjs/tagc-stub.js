window.tagc=window.tagc||Object.assign(function(){tagc.q.push(arguments)},{q:[]})
