// What a click brings up is brought into view, also where it stands below the findings.
watch('value', () => element.querySelector('h3')?.scrollIntoView({ block: 'nearest' }));
