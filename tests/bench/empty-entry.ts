console.log('ready, memory 0');
