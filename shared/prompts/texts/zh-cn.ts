const choices = '产品咨询请按一。技术支持请按二。账单查询请按三。退货请按四。人工服务请按零。';

const welcome = '您好，感谢您的来电。';

/** The prompts in Chinese (Mandarin). */
export const sentences: Record<string, string> = {
  welcome,
  'main-menu': `${welcome}${choices}`,
  'main-menu-again': `请重新选择。${choices}`,
  'main-menu-last': `再说一遍。${choices}或者请不要挂机，我们将为您服务。`,
  'not-understood': '很抱歉，您的输入无效。',
  closed: '感谢您的来电。现在是非工作时间，请您在工作时间内再次来电。',
  goodbye: '感谢您的来电，再见。',
  'connecting-soon': '请不要挂机，我们马上为您服务。',
  'position-intro': '您当前排在第',
  'position-many': '您前面有较多来电在等候，感谢您的耐心等待。',
  'wait-intro': '预计等待时间约为',
  'sorry-lost': '很抱歉，我们的系统出现了问题。请不要挂机，我们将为您服务。',
  'still-there': '感谢您的等待，我们马上为您服务。',
  'sorry-agent-lost': '很抱歉，与客服人员的连接中断了。请不要挂机，我们立即为您服务。',
  'sorry-transfer-failed': '很抱歉，未能为您转接。请不要挂机，我们将为您服务。',
  'call-for-you': '这是来自客服中心的电话。',
  'press-1': '接听请按一。',
  'no-key-pressed': '没有检测到按键，再见。',
  'sorry-goodbye': '很抱歉，我们暂时无法接听您的来电，请过几分钟再试。',
};
